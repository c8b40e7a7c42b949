using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;

namespace Elf2Tab.Commands;

/// <summary>What commands have in common that write a file of apps anew, perhaps in its place.</summary>
internal static class Rewriting
{
    /// <summary>Reads a file and writes what becomes of it. When another run writes the file meanwhile, it begins anew: that is to stay.</summary>
    /// <param name="command">The name of the command.</param>
    /// <param name="file">The file.</param>
    /// <param name="output">Where to write.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <param name="change">Makes of the file what is written; reports about the file.</param>
    /// <exception cref="InputException">It cannot be done, which is reported.</exception>
    public static void Run(
        string command, string file, string output, DiagnosticSink diagnostics, Func<AppsFile, DiagnosticSink, byte[]> change)
    {
        bool isOutdated;
        do
        {
            isOutdated = false;
            var found = diagnostics.Apart(file);
            try
            {
                var apps = InputFile.ReadApps(file, null, found);
                if (apps.Memory is null)
                    CheckOutput(command, output, apps, found);
                byte[] changed = change(apps, found);
                if (apps.Memory is null)
                    OutputName.Check("-o", output, apps.IsTab, found);
                using var temporaries = new TemporaryFiles();
                OutputFiles.Write(
                    [new OutputFile(output, changed)],
                    _ => !(isOutdated = !InputFile.ReadWhole(file, found).Span.SequenceEqual(apps.Bytes.Span)),
                    temporaries,
                    found);
            }
            finally
            {
                // What is tried again is not reported twice.
                if (!isOutdated)
                    diagnostics.Add(found);
            }
        }
        while (isOutdated);
    }

    /// <summary>The bytes of a TBF or TAB; a file of what is in flash is none.</summary>
    /// <exception cref="InputException">It is a file of what is in flash.</exception>
    public static ReadOnlyMemory<byte> WithoutMemory(AppsFile file, DiagnosticSink diagnostics) => file.Memory is null
        ? file.Bytes
        : throw diagnostics.Fail(
            Catalogue.OtherKind,
            "it is a file of what is in flash",
            "give the `.tbf` or `.tab`, and make the file of flash of it again: `elf2tab image`");

    /// <summary>What is written is of the kind that was read.</summary>
    private static void CheckOutput(string command, string output, AppsFile file, DiagnosticSink diagnostics) => ConversionOptions.CheckName(
        "-o",
        output,
        file.IsTab,
        $"`{command}` writes the kind of file that it reads: give `-o` its extension",
        diagnostics);
}
