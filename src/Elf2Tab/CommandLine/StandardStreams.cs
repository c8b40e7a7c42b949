using System.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;

namespace Elf2Tab.CommandLine;

/// <summary>Streams of the caller on a command line: there is one of each, and one file goes through it.</summary>
internal static class StandardStreams
{
    /// <summary>Checks that standard input is read for one file, and standard output written for one.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="options">Its options, read.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">One is named twice.</exception>
    public static void Check(CanonicalLine line, ParseResult options, DiagnosticSink diagnostics)
    {
        int inputs = line.Operands.Count(IsInput);
        string? output = null;
        foreach (var option in line.Given)
        {
            if (option is not IValueOption { Value: { IsPath: true } value } || options.GetResult(option)?.Tokens is not [var token, ..])
                continue;
            if (!value.IsOutput)
                inputs += IsInput(token.Value) ? 1 : 0;
            else if (DescriptorStream.IsStandardOutput(token.Value) && output is null)
                output = option.Name;
            else if (DescriptorStream.IsStandardOutput(token.Value))
                throw diagnostics.Fail(
                    Catalogue.DuplicateOutput, $"{output} and {option.Name} both go to standard output", "name a file for one of them");
        }
        if (inputs > 1)
            throw diagnostics.Fail(Catalogue.StandardInputTwice, $"standard input stands for {inputs} files");
    }

    /// <summary>A dash, or the name that systems have for the stream; perhaps with an architecture.</summary>
    private static bool IsInput(string path) => path is "-" or "/dev/stdin" or ['-', ',', ..] || path.StartsWith("/dev/stdin,", StringComparison.Ordinal);
}
