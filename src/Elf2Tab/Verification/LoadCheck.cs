using Elf2Tab.Conversion;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using TabFormat.Reading;

namespace Elf2Tab.Verification;

/// <summary>Loads a RAM-loaded app from its ELF and from its TBF at several places, and compares the two memories.</summary>
public static class LoadCheck
{
    private const int Bases = 3;

    /// <summary>A larger TBF is loaded at one place only, for each takes twice its size of memory.</summary>
    private const int LargeTbf = 4 * 1024 * 1024;

    /// <summary>Compares.</summary>
    /// <exception cref="InputException">They differ; each difference was reported.</exception>
    public static void Check(LoadPlan plan, ReadOnlyMemory<byte> bytes, DiagnosticSink diagnostics)
    {
        if (plan.Ram is not { } ram)
            return;
        var tbf = TbfReader.Read(bytes);
        foreach (ulong baseAddress in BasesFor(plan.Elf, ram.Origin, bytes.Span))
            Compare(plan, tbf, baseAddress, diagnostics);
        diagnostics.StopOnErrors();
    }

    /// <summary>
    /// Places that suit the app, congruent to its origin modulo its largest alignment. They come from its bytes, so that a
    /// failure repeats.
    /// </summary>
    public static IEnumerable<ulong> BasesFor(ElfFile elf, ulong origin, ReadOnlySpan<byte> seed)
    {
        ulong alignment = Math.Max(elf.LoadSegments.Max(segment => segment.Alignment), 1);
        ulong hash = 14_695_981_039_346_656_037; // FNV-1a
        foreach (byte value in seed)
            hash = (hash ^ value) * 1_099_511_628_211;
        var bases = new ulong[seed.Length > LargeTbf ? 1 : Bases];
        for (int index = 0; index < bases.Length; index++)
        {
            hash = (hash ^ (ulong)index) * 1_099_511_628_211;
            ulong address = elf.Is64Bit ? hash >> 1 : hash >> 33;
            bases[index] = (address / alignment * alignment) + (origin % alignment);
        }
        return bases;
    }

    /// <summary>Compares at one place.</summary>
    public static void Compare(LoadPlan plan, TbfReading tbf, ulong baseAddress, DiagnosticSink diagnostics)
    {
        bool relocates = plan.Workaround is not null || !tbf.RelocationTables.IsEmpty;
        var hints = new LoadHints(
            plan.Ram!.Origin,
            plan.Elf.Is64Bit ? 8 : 4,
            plan.Machine.RelativeType,
            IsFixed: plan.Elf.Type == ElfType.Executable,
            (uint)(plan.Trailer?.Size ?? 0),
            plan.Workaround?.Table.Kind);
        var fromElf = ReferenceLoader.LoadElf(
            plan.Elf, baseAddress, relocates, plan.Workaround is null ? null : (plan.Image.Start, plan.Workaround.Section));
        LoadedApp fromTbf;
        try
        {
            fromTbf = ReferenceLoader.LoadTbf(tbf, baseAddress, hints);
        }
        catch (InvalidDataException exception)
        {
            diagnostics.Report(Catalogue.CheckFailed, $"the TBF cannot be loaded: {exception.Message}");
            return;
        }

        ulong? lengthWord = plan.Workaround is { HasLengthWord: true } workaround ? workaround.Table.Address - hints.Origin - 4 : null;
        if (fromElf.FirstDifference(fromTbf, lengthWord) is { } offset)
            diagnostics.Report(
                Catalogue.CheckFailed, $"loaded at 0x{baseAddress:x}: memory differs at offset 0x{offset:x} of the RAM");
        if (fromElf.Entry != fromTbf.Entry)
            diagnostics.Report(
                Catalogue.CheckFailed,
                $"the entry point is at offset 0x{fromElf.Entry:x} of the RAM in the ELF, at 0x{fromTbf.Entry:x} in the TBF");
        if (tbf.LoadSegments.IsEmpty)
            return;
        foreach (var (start, size, flags) in fromElf.Permissions)
        {
            // A segment may be several rows, the row of a moved table is longer, and segments may overlap.
            ulong end = start;
            foreach (var row in fromTbf.Permissions.Where(row => row.Flags == flags && row.Offset >= start && row.Offset < start + size))
                end = row.Offset <= end ? Math.Max(end, row.Offset + row.Size) : end;
            if (end < start + size)
                diagnostics.Report(
                    Catalogue.CheckFailed,
                    $"memory from 0x{end:x} to 0x{start + size:x} of the RAM has other permissions than {flags} in the TBF");
        }
    }
}
