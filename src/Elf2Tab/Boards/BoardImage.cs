using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using TabFormat.Images;
using TabFormat.Tbf;

namespace Elf2Tab.Boards;

/// <summary>What is flashed: the apps, and the kernel where it is given.</summary>
internal sealed record BoardImage
{
    /// <summary>The kernel, and its file as the user knows it; null: apps alone.</summary>
    public (Kernel Kernel, string File)? Kernel { get; init; }

    /// <summary>The apps, with the padding between them.</summary>
    public required ImageBlock Apps { get; init; }

    /// <summary>What is in gaps of a binary and in incomplete blocks of UF2.</summary>
    public byte Fill { get; init; } = ImageLayout.Erased;

    /// <summary>For which chips UF2 is.</summary>
    public uint Family { get; init; }

    /// <summary>More bytes than a binary may have.</summary>
    public ulong MaximumSize { get; init; } = ImageLayout.LargestSize;

    /// <summary>What protects memory on the processor, for an ELF without a kernel; null: not known.</summary>
    public ProtectionUnit? Unit { get; init; }

    /// <summary>The bytes of a file, which were read again and are what was meant.</summary>
    /// <exception cref="InputException">The kernel lies where the apps do, or the format cannot hold it.</exception>
    public byte[] Write(FlashFormat format, DiagnosticSink diagnostics)
    {
        var contents = Join(diagnostics);
        switch (format)
        {
            case FlashFormat.Hex:
                Check32Bits(contents, diagnostics);
                return Checked(IntelHex.Write(contents), file => IntelHex.Read(file.Span, out _), contents, diagnostics);
            case FlashFormat.Uf2:
                Check32Bits(contents, diagnostics);
                return Checked(Uf2.Write(contents, Family, Fill), file => WithoutFill(Uf2.Read(file, out _), contents), contents with { Entry = null }, diagnostics);
            case FlashFormat.Elf:
                return WriteElf(diagnostics);
            default:
                CheckSize(contents, diagnostics);
                byte[] binary = contents.ToBinary(Fill);
                return Checked(binary, file => WithoutFill(new([new(contents.Start, file)], null), contents), contents with { Entry = null }, diagnostics);
        }
    }

    private FlashContents Join(DiagnosticSink diagnostics)
    {
        uint? entry = Kernel is { } kernel ? unchecked((uint)kernel.Kernel.Elf.Entry) : null;
        foreach (var block in Kernel?.Kernel.Blocks ?? [])
        {
            if (block.Address < Apps.End && Apps.Address < block.End)
            {
                throw diagnostics.About(Kernel!.Value.File, found => found.Fail(
                    Catalogue.KernelOverlaps,
                    $"{block.Bytes.Length} bytes of the kernel at 0x{block.Address:x} to 0x{block.End:x} lie where the apps are, at "
                    + $"0x{Apps.Address:x} to 0x{Apps.End:x}"));
            }
        }
        var contents = FlashContents.Join([.. Kernel?.Kernel.Blocks ?? [], Apps], entry, out var overlap);
        return overlap is not { } both
            ? contents
            : throw diagnostics.About(Kernel!.Value.File, found => found.Fail(
                Catalogue.KernelOverlaps,
                $"two segments are stored at 0x{both.Second.Address:x}: one of {both.First.Bytes.Length} bytes at 0x{both.First.Address:x}, one of "
                + $"{both.Second.Bytes.Length}"));
    }

    private byte[] WriteElf(DiagnosticSink diagnostics)
    {
        var kernel = Kernel?.Kernel ?? Boards.Kernel.Read(new ElfSource(BoardElf.Empty(Unit)), diagnostics);
        byte[] file = BoardElf.Write(kernel, Apps);
        foreach (string difference in BoardElf.Differences(kernel, Apps, file, diagnostics))
            diagnostics.Report(Catalogue.CheckFailed, difference);
        diagnostics.StopOnErrors();
        return file;
    }

    private static byte[] Checked(
        byte[] file, Func<ReadOnlyMemory<byte>, FlashContents?> read, FlashContents expected, DiagnosticSink diagnostics)
    {
        if (read(file) is not { } found)
            throw diagnostics.Fail(Catalogue.CheckFailed, "the file cannot be read");
        if (found.DifferenceFrom(expected) is { } difference)
            throw diagnostics.Fail(Catalogue.CheckFailed, difference);
        return file;
    }

    /// <summary>What was read, where something was to be written; null: not all of that is there.</summary>
    private static FlashContents? WithoutFill(FlashContents? read, FlashContents expected)
    {
        if (read is null)
            return null;
        var blocks = new List<ImageBlock>();
        int next = 0;
        foreach (var block in expected.Blocks)
        {
            while (next < read.Blocks.Length && read.Blocks[next].End < block.End)
                next++;
            if (next == read.Blocks.Length || read.Blocks[next] is var holder && holder.Address > block.Address)
                return null;
            blocks.Add(block with { Bytes = holder.Bytes.Slice((int)(block.Address - holder.Address), block.Bytes.Length) });
        }
        return new FlashContents([.. blocks], read.Entry);
    }

    private void CheckSize(FlashContents contents, DiagnosticSink diagnostics)
    {
        ulong size = contents.End - contents.Start;
        if (size <= MaximumSize)
            return;
        string gap = contents.LargestGap is { } largest
            ? $", of which {largest.To - largest.From} are a gap from 0x{largest.From:x} to 0x{largest.To:x}"
            : "";
        throw diagnostics.Fail(
            Catalogue.BinaryTooLarge, $"it would have {size} bytes from 0x{contents.Start:x} on{gap}; --max-size is {MaximumSize}");
    }

    private static void Check32Bits(FlashContents contents, DiagnosticSink diagnostics)
    {
        if (contents.End > 1UL << 32)
            throw diagnostics.Fail(Catalogue.AddressTooHigh, $"bytes are stored up to 0x{contents.End:x}");
    }
}
