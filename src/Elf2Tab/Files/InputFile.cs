using Elf2Tab.Boards;
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
            using var source = StandardInput.Is(path) ? new ElfSource(StandardInput.First) : Open(path);
            return work(source, diagnostics);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException && !Directory.Exists(path))
        {
            throw diagnostics.Fail(Catalogue.NotFound, "no such file");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Directory.Exists(path)
                ? diagnostics.Fail(Catalogue.CannotRead, "it is a directory", "name a file inside it")
                : diagnostics.Fail(Catalogue.CannotRead, FileErrors.Describe(exception));
        }
    }

    private static ElfSource Open(string path)
    {
        // Opening a pipe could wait for ever.
        if (FileState.Of(path) is { Type: FileType.Regular or FileType.Device, Length: 0 })
            return new ElfSource(ReadOnlyMemory<byte>.Empty);
        var handle = File.OpenHandle(path);
        try
        {
            return new ElfSource(handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Whether a file begins as ELF files do.</summary>
    public static bool IsElf(ElfSource source) => source.Start(4).Span.SequenceEqual("\u007fELF"u8);

    /// <summary>All bytes of what should be a TBF or TAB.</summary>
    /// <exception cref="InputException">The file cannot be read, is far too large, or is of another kind.</exception>
    public static ReadOnlyMemory<byte> ReadOutput(string path, DiagnosticSink collected) =>
        Use(path, collected, (source, diagnostics) =>
        {
            if (!StandardInput.Is(path) && source.Length == 0 && FileState.Of(path).Type != FileType.Regular)
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

    /// <summary>A file of apps: a TBF, a TAB, or a file of what is in flash.</summary>
    /// <param name="path">The file.</param>
    /// <param name="offset">Bytes in front of the first app in a file of flash; null: it is found.</param>
    /// <param name="collected">Takes over all diagnostics about it.</param>
    /// <exception cref="InputException">The file cannot be read, is damaged, far too large, or of another kind.</exception>
    public static AppsFile ReadApps(string path, uint? offset, DiagnosticSink collected)
    {
        var flash = Use(path, collected, (source, diagnostics) => FindMemory(path, source, offset, diagnostics));
        if (flash is not null)
            return flash;
        var bytes = ReadOutput(path, collected);
        return new AppsFile(path, bytes, collected.About(path, found => AppMemory.Find(bytes, offset, found)));
    }

    /// <summary>The apps in the ELF of a kernel; null: it is another ELF, is damaged or has none.</summary>
    public static AppsFile? FindInKernel(string path, ElfSource source, uint? offset)
    {
        try
        {
            return FindMemory(path, source, offset, new DiagnosticSink(path));
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>The memory of apps in the ELF of a kernel, Intel HEX, UF2 or, where an offset says so, any file; null: it is none of these.</summary>
    /// <exception cref="InputException">It is one, and is damaged or has no app.</exception>
    public static AppsFile? FindMemory(string path, ElfSource source, uint? offset, DiagnosticSink diagnostics)
    {
        var start = source.Start(FileKind.BytesThatTell).Span;
        if (offset is null && !IsElf(source) && !AppMemory.IsFlash(start))
            return null;
        if (source.Length > LargestWhole)
            throw diagnostics.Fail(Catalogue.CannotRead, $"it has {source.Length} bytes, more than {LargestWhole}", "check that it is the file that was meant");
        var bytes = source.Read(0, source.Length);
        return AppMemory.Find(bytes, offset, diagnostics) is { } memory ? new AppsFile(path, bytes, memory) : null;
    }

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
