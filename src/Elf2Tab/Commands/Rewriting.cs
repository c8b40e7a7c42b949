using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using TabFormat.Reading;

namespace Elf2Tab.Commands;

/// <summary>What commands have in common that write a TBF or TAB anew, perhaps in its place.</summary>
internal static class Rewriting
{
    /// <summary>Reads a file and writes what becomes of it. When another run writes the file meanwhile, it begins anew: that is to stay.</summary>
    /// <param name="command">The name of the command.</param>
    /// <param name="file">The file.</param>
    /// <param name="output">Where to write.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <param name="change">Makes of the file's bytes what is written; reports about the file.</param>
    /// <exception cref="InputException">It cannot be done, which is reported.</exception>
    public static void Run(
        string command, string file, string output, DiagnosticSink diagnostics, Func<ReadOnlyMemory<byte>, DiagnosticSink, byte[]> change)
    {
        bool isDone = false;
        while (!isDone)
        {
            var bytes = InputFile.ReadOutput(file, diagnostics);
            var found = diagnostics.Apart(file);
            try
            {
                isDone = TryWrite(command, file, bytes, output, found, change);
            }
            finally
            {
                // What is tried again is not reported twice.
                if (isDone || found.HasErrors)
                    diagnostics.Add(found);
            }
        }
    }

    /// <summary>False: the file was changed meanwhile, and nothing is written.</summary>
    private static bool TryWrite(
        string command,
        string file,
        ReadOnlyMemory<byte> bytes,
        string output,
        DiagnosticSink diagnostics,
        Func<ReadOnlyMemory<byte>, DiagnosticSink, byte[]> change)
    {
        bool isTab = TabReader.IsTar(bytes.Span);
        ConversionOptions.CheckName(
            "-o",
            output,
            isTab,
            $"`{command}` writes the kind of file that it reads: give `-o` its extension",
            diagnostics);
        OutputName.Check("-o", output, isTab, diagnostics);
        byte[] changed = change(bytes, diagnostics);
        bool isSame = true;
        using var temporaries = new TemporaryFiles();
        OutputFiles.Write(
            [new OutputFile(output, changed)],
            _ => isSame = InputFile.ReadWhole(file, diagnostics).Span.SequenceEqual(bytes.Span),
            temporaries,
            diagnostics);
        return isSame;
    }
}
