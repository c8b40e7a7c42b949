using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Elf2Tab.Keys;
using Elf2Tab.Reports;

namespace Elf2Tab.Building;

/// <summary>An output beside the file that it would replace.</summary>
/// <param name="File">The output.</param>
/// <param name="IsNew">There is no such file.</param>
/// <param name="Differences">In which fields they differ.</param>
internal sealed record OutputChange(OutputFile File, bool IsNew, IReadOnlyList<Difference> Differences)
{
    /// <summary>Whether there is nothing to write.</summary>
    public bool IsNone => !IsNew && Differences.Count == 0;

    /// <summary>
    /// Compares an output with what is on disk. The build date does not count, nor does another ECDSA signature that is as good.
    /// </summary>
    /// <exception cref="InputException">The file that is there cannot be read.</exception>
    public static OutputChange Find(OutputFile file, SigningKeys keys, DiagnosticSink diagnostics)
    {
        if (!System.IO.File.Exists(file.Path))
            return new OutputChange(file, IsNew: true, []);
        var disk = InputFile.ReadWhole(file.Path, diagnostics);
        var made = EcdsaSignatures.TakeOver(disk, file.Bytes, keys.EcdsaNistP256);
        return new OutputChange(file, IsNew: false, [.. Differ.Compare(new AppsFile(file.Path, disk, null), new AppsFile(file.Path, made, null), ignoreBuildDate: true)]);
    }

    /// <summary>Prints in which fields files on disk are other ones. What is told of a TBF is not told again of its TAB.</summary>
    public static void Print(TextWriter writer, IReadOnlyList<OutputChange> changes)
    {
        foreach (var change in changes)
        {
            if (change.IsNew)
                writer.WriteLine(PrintedText.Printable($"{change.File.Path}: it is missing"));
            foreach (var difference in Differ.TellOnce(change.Differences, Told))
                writer.WriteLine(PrintedText.Printable($"{change.File.Path}: {difference}"));
        }

        IReadOnlyCollection<Difference>? Told(string name) =>
            changes.FirstOrDefault(change => Path.GetFileName(change.File.Path) == name)?.Differences;
    }
}
