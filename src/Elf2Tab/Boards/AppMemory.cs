using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan;
using TabFormat.Images;
using TabFormat.Reading;

namespace Elf2Tab.Boards;

/// <summary>The memory of apps in a file of what is in flash: one TBF after another, as a kernel finds them.</summary>
internal sealed class AppMemory
{
    /// <summary>Makes the file with other bytes in the memory, as many as there are.</summary>
    private readonly Func<ReadOnlyMemory<byte>, byte[]> _replace;

    private AppMemory(string kind, ulong? address, ReadOnlyMemory<byte> bytes, Func<ReadOnlyMemory<byte>, byte[]> replace)
    {
        Kind = kind;
        Address = address;
        Bytes = bytes;
        Walk = ImageWalk.Of(bytes);
        _replace = replace;
    }

    /// <summary>What the file is: <c>image</c>, <c>hex</c>, <c>uf2</c> or <c>elf</c>.</summary>
    public string Kind { get; }

    /// <summary>Flash address of the memory's first byte; null: the file does not say it.</summary>
    public ulong? Address { get; }

    /// <summary>The memory, from the first app to the end of what the file has there.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>What a kernel finds.</summary>
    public ImageWalk Walk { get; }

    /// <summary>The processor, where the file is an ELF; null: not known.</summary>
    public Processor? Processor { get; private init; }

    /// <summary>The RAM for apps, where the file is an ELF that says it; <c>To</c> is behind its last byte.</summary>
    public (ulong From, ulong To)? Ram { get; private init; }

    /// <summary>The apps, with names of their own.</summary>
    public IEnumerable<AppInMemory> Apps
    {
        get
        {
            var names = new HashSet<string>();
            foreach (var (index, found) in Walk.Apps.Index())
            {
                string name = found.Tbf.PackageName is { Length: > 0 } given ? given : $"app {index + 1}";
                if (!names.Add(name))
                {
                    name = $"{name} at 0x{(Address ?? 0) + (ulong)found.Offset:x}";
                    names.Add(name);
                }
                yield return new AppInMemory(name, found, Address + (ulong)found.Offset);
            }
        }
    }

    /// <summary>Finds the memory of apps in a file of any kind; null: it is a TBF, a TAB, or an ELF of something else than a kernel.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Bytes from the file's lowest address to the first app; null: it is found.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">It is of a kind that has apps, and is damaged or has none.</exception>
    public static AppMemory? Find(ReadOnlyMemory<byte> file, uint? offset, DiagnosticSink diagnostics)
    {
        if (file.Span.StartsWith("\u007fELF"u8))
            return FindInElf(file, offset, diagnostics);
        if (IsUf2(file.Span))
        {
            var contents = Uf2.Read(file, out string? problem) ?? throw Damaged(problem, diagnostics);
            return FindIn(contents, "uf2", offset, block => Uf2.With(file.Span, block), diagnostics);
        }
        if (file.Length > 0 && file.Span[0] == ':')
        {
            if (IntelHex.Read(file.Span, out string? problem) is { } contents)
                return FindIn(contents, "hex", offset, block => IntelHex.Write(With(contents, block)), diagnostics);
            return FileKind.Of(file.Span) is null ? null : throw Damaged(problem, diagnostics);
        }
        if (TabReader.IsTar(file.Span) && offset is null)
            return null;
        int start = (int)Math.Min(offset ?? 0, (uint)file.Length);
        var memory = new AppMemory("image", null, file[start..], bytes => [.. file.Span[..start], .. bytes.Span]);
        if (offset is null)
            return memory.Walk.Found.Length > 1 ? memory : null;
        return memory.Walk.Found.IsEmpty
            ? throw diagnostics.Fail(Catalogue.NoAppInFlash, $"there is no header of an app at 0x{offset:x} of 0x{file.Length:x} bytes", FirstHint(file))
            : memory;
    }

    /// <summary>Whether a file is of a kind in which apps are told by their addresses.</summary>
    public static bool IsFlash(ReadOnlySpan<byte> start) => IsUf2(start) || (start.StartsWith(":"u8) && FileKind.Of(start) is not null);

    /// <summary>The whole file with other bytes of some apps; each has as many as before.</summary>
    public byte[] With(IEnumerable<(AppInMemory App, byte[] Tbf)> changed)
    {
        byte[] bytes = Bytes.ToArray();
        foreach (var (app, tbf) in changed)
            tbf.CopyTo(bytes, app.Found.Offset);
        return _replace(bytes);
    }

    private static bool IsUf2(ReadOnlySpan<byte> start) => start.StartsWith("UF2\n"u8);

    private static AppMemory? FindInElf(ReadOnlyMemory<byte> file, uint? offset, DiagnosticSink diagnostics)
    {
        var kernel = Kernel.Read(new ElfSource(file), diagnostics);
        if (!kernel.IsKernel)
            return null;
        if (kernel.FindApps() is not { } apps)
            throw diagnostics.Fail(Catalogue.NoAppInFlash, $"it is a kernel, and nothing is stored in the place for apps, 0x{kernel.AppsStart:x}");
        ulong skipped = Math.Min(offset ?? 0, apps.Size);
        int start = (int)(apps.FileOffset + skipped);
        int size = (int)(apps.Size - skipped);
        var memory = new AppMemory(
            "elf",
            apps.Address + skipped,
            file.Slice(start, size),
            bytes => [.. file.Span[..start], .. bytes.Span, .. file.Span[(start + size)..]])
        {
            Processor = kernel.Processor,
            Ram = kernel.Ram,
        };
        return memory.Walk.Found.IsEmpty
            ? throw diagnostics.Fail(
                Catalogue.NoAppInFlash,
                $"it is a kernel, and there is no header of an app at 0x{memory.Address:x}, the place for apps",
                "put apps there: `elf2tab image --kernel KERNEL.elf -o board.elf APP...`")
            : memory;
    }

    private static AppMemory FindIn(
        FlashContents contents, string kind, uint? offset, Func<ImageBlock, byte[]> replace, DiagnosticSink diagnostics)
    {
        foreach (var block in contents.Blocks)
        {
            int? start = offset is { } given
                ? contents.Start + given is var at && at >= block.Address && at < block.End ? (int)(at - block.Address) : null
                : ImageWalk.FindFirst(block.Bytes);
            if (start is not { } skipped)
                continue;
            ulong address = block.Address + (ulong)skipped;
            var memory = new AppMemory(kind, address, block.Bytes[skipped..], bytes => replace(new ImageBlock(address, bytes)));
            if (!memory.Walk.Found.IsEmpty)
                return memory;
        }
        throw diagnostics.Fail(
            Catalogue.NoAppInFlash,
            offset is { } wanted
                ? $"there is no header of an app at 0x{contents.Start + wanted:x}"
                : $"nothing from 0x{contents.Start:x} to 0x{contents.End:x} is the header of an app");
    }

    private static FlashContents With(FlashContents contents, ImageBlock changed) => contents with
    {
        Blocks = [.. contents.Blocks.Select(block => block.Address <= changed.Address && changed.End <= block.End ? Changed(block, changed) : block)],
    };

    private static ImageBlock Changed(ImageBlock block, ImageBlock changed)
    {
        byte[] bytes = block.Bytes.ToArray();
        changed.Bytes.CopyTo(bytes.AsMemory((int)(changed.Address - block.Address)));
        return block with { Bytes = bytes };
    }

    private static string? FirstHint(ReadOnlyMemory<byte> file) =>
        ImageWalk.FindFirst(file) is { } first ? $"the first one is at `--offset 0x{first:x}`" : null;

    private static InputException Damaged(string? problem, DiagnosticSink diagnostics) =>
        diagnostics.Fail(Catalogue.FlashFileDamaged, problem ?? "it cannot be read");
}
