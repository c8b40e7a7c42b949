using System.Collections.Immutable;
using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Elf2Tab.Keys;
using Elf2Tab.Reports;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab [OPTIONS] ELF[,ARCHITECTURE]...</c>: converts ELF files and bundles them.</summary>
internal sealed class ConvertCommand
{
    /// <summary>The commands besides this one.</summary>
    public static readonly ImmutableArray<string> Others = ["build", "inspect", "size", "verify", "diff", "sign", "image", "help"];

    private readonly RunOptions _options;
    private readonly Terminal _terminal;
    private readonly DiagnosticSink _diagnostics;

    private ConvertCommand(RunOptions options, Terminal terminal, DiagnosticSink diagnostics)
    {
        _options = options;
        _terminal = terminal;
        _diagnostics = diagnostics;
    }

    /// <summary>Runs the command.</summary>
    /// <returns>
    /// 0: all outputs are written; 1: something failed; 2: the command line was not understood. With <c>--check</c> 0: all
    /// outputs are as they would be written; 1: one differs; 2: trouble.
    /// </returns>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal) =>
        new Command<RunOptions>(ConvertOptionTable.Table, () => ConvertOptionTable.Help, options => options.Check).Run(
            new RunOptions(), arguments, terminal, (parsed, diagnostics) =>
            {
                CheckFirstWord(arguments, diagnostics);
                ConvertOptionTable.Check(parsed, diagnostics);
                diagnostics.IsQuiet = parsed.Options.Quiet;
                diagnostics.Rules = parsed.Options.Severities;
                return new ConvertCommand(parsed.Options, terminal, diagnostics).Convert();
            });

    /// <summary>A word that is no file and nearly a command is meant to be that command.</summary>
    private static void CheckFirstWord(IReadOnlyList<string> arguments, DiagnosticSink diagnostics)
    {
        if (arguments is [var word, ..] && word.All(char.IsAsciiLetter) && !Path.Exists(word)
            && Suggestions.Nearest(word, Others) is { } nearest)
        {
            throw diagnostics.Fail(Catalogue.UnknownCommand, $"`{word}` is neither a command nor a file", $"did you mean `elf2tab {nearest}`?");
        }
    }

    private ExitStatus Convert()
    {
        var files = ConversionFiles.Find(_options, _diagnostics);
        using var keys = SigningOptionTable.LoadKeys(_options.Convert.Signing, _diagnostics);
        var bundle = Bundle.Make(files, _options, keys, _diagnostics);
        foreach (var (input, converted) in _options.Verbose ? bundle.Converted : [])
            PlanPrinter.Print(_terminal.Beside(_options.Output), input.Path, converted);
        return _options.Check ? CompareWithDisk(bundle.Outputs, keys) : Write(bundle.Outputs);
    }

    private ExitStatus Write(ImmutableArray<OutputFile> files)
    {
        foreach (var file in _options.Verbose ? files : [])
            _terminal.Beside(_options.Output).WriteLine($"Writing {PrintedText.Printable(file.Path)}, {file.Bytes.Length} bytes.");
        OutputFiles.Write(files, _diagnostics);
        return ExitStatus.Success;
    }

    /// <summary>Prints in which fields the outputs differ from what is on disk.</summary>
    private ExitStatus CompareWithDisk(ImmutableArray<OutputFile> files, SigningKeys keys)
    {
        var changes = files.Select(file => OutputChange.Find(file, keys, _diagnostics)).ToList();
        OutputChange.Print(_terminal.Out, changes);
        return changes.TrueForAll(change => change.IsNone) ? ExitStatus.Success : ExitStatus.Difference;
    }
}
