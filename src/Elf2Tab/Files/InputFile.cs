using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using TabFormat.Reading;
using TabFormat.Tab;
using TabFormat.Tbf;

namespace Elf2Tab.Files;

/// <summary>Opens the files that commands read.</summary>
internal static class InputFile
{
    /// <summary>More bytes than any TBF, TAB or key has.</summary>
    public const ulong LargestWhole = 256 * 1024 * 1024;

    /// <summary>Works on an open file; what the system refuses becomes a diagnostic about it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="collected">Takes over all diagnostics about it.</param>
    /// <param name="work">What to do with it.</param>
    /// <exception cref="InputException">The file cannot be used.</exception>
    public static T Use<T>(string path, DiagnosticSink collected, Func<ElfSource, DiagnosticSink, T> work) =>
        collected.About(path, diagnostics => Use(path, work, diagnostics));

    private static T Use<T>(string path, Func<ElfSource, DiagnosticSink, T> work, DiagnosticSink diagnostics)
    {
        try
        {
            if (path == "")
                throw diagnostics.Fail(Catalogue.NotFound, "the path is empty");
            using var source = StandardInput.Is(path) ? new ElfSource(StandardInput.Bytes) : ElfSource.Open(path);
            return work(source, diagnostics);
        }
        catch (Exception exception) when (!Directory.Exists(path) && exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw diagnostics.Fail(Catalogue.NotFound, "no such file");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw diagnostics.Fail(Catalogue.CannotRead, Directory.Exists(path) ? "it is a directory" : FileErrors.Describe(exception));
        }
    }

    /// <summary>Whether a file begins as ELF files do.</summary>
    public static bool IsElf(ElfSource source) => source.Holds(0, 4) && source.Read(0, 4).Span.SequenceEqual("\u007fELF"u8);

    /// <summary>All bytes of what should be a TBF or TAB.</summary>
    /// <exception cref="InputException">The file cannot be read, is far too large, or is of another kind.</exception>
    public static ReadOnlyMemory<byte> ReadOutput(string path, DiagnosticSink collected) =>
        Use(path, collected, (source, diagnostics) =>
        {
            if (source.Length == 0 && !StandardInput.Is(path) && FileState.Of(path).Type != FileType.Regular)
                throw diagnostics.Fail(Catalogue.CannotRead, "it is a device or a pipe, which cannot be read at any place");
            if (IsElf(source))
                throw diagnostics.Fail(Catalogue.ElfInPlaceOfTbf, "it is an ELF file");
            var bytes = ReadWhole(path, collected);
            if (FindOtherKind(bytes) is { } kind)
                throw diagnostics.Fail(Catalogue.OtherKind, $"it is {kind.Name}", kind.HintForTbf);
            var old = TabReader.IsTar(bytes.Span) ? TabReader.ReadTbfs(bytes).Where(member => member.HasOldName).ToList() : [];
            if (old.Count > 0)
                diagnostics.Report(Catalogue.OldMemberNames, $"taken for TBFs: {string.Join(", ", old.Select(member => member.Name))}");
            return bytes;
        });

    /// <summary>What a file is that is known to be neither a TBF nor a TAB, damaged ones among them.</summary>
    private static FileKind? FindOtherKind(ReadOnlyMemory<byte> bytes)
    {
        if (!TabReader.IsTar(bytes.Span))
            return bytes.Span.StartsWith((ReadOnlySpan<byte>)[(byte)TbfFormat.Version, 0]) ? null : FileKind.Of(bytes.Span);
        var tab = TabReader.Read(bytes);
        bool isTab = tab.Members.Any(member => member.IsTbf || member.Name == TabMetadata.FileName);
        bool isDamaged = tab.Findings.Any(finding =>
            finding.Rule == TabRule.Archive || finding.Member?.EndsWith(ParsedTabMember.TbfExtension, StringComparison.Ordinal) == true);
        return isTab || isDamaged ? null : FileKind.TarArchive;
    }

    /// <summary>All bytes of a file.</summary>
    /// <exception cref="InputException">The file cannot be read, or is far too large.</exception>
    public static ReadOnlyMemory<byte> ReadWhole(
        string path, DiagnosticSink collected) =>
        Use(path, collected, (source, diagnostics) =>
        source.Length <= LargestWhole
            ? source.Read(0, source.Length)
            : throw diagnostics.Fail(
                Catalogue.CannotRead, $"it has {source.Length} bytes, more than {LargestWhole}", "check that it is the file that was meant"));
}
