using Elf2Tab.Diagnostics;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Verification;

/// <summary>Reads a TBF back with the reference reader and compares it with what was planned.</summary>
internal static class OutputCheck
{
    /// <summary>Compares.</summary>
    /// <returns>What was read.</returns>
    /// <exception cref="InputException">They differ; each difference was reported.</exception>
    public static TbfReading Check(TbfObject tbf, ReadOnlyMemory<byte> bytes, DiagnosticSink diagnostics)
    {
        var reading = TbfReader.Read(bytes);
        foreach (var finding in reading.Findings)
            Differs($"{finding.Rule} at 0x{finding.Offset:x}: {finding.Text}");
        foreach (var finding in RamAppCheck.Check(reading))
            Differs($"{finding.Rule}: {finding.Text}");
        CheckHeader(tbf, reading, Differs);
        CheckBinary(tbf, reading, Differs);
        CheckFooters(tbf, reading, Differs);
        diagnostics.StopOnErrors();
        return reading;

        void Differs(string text) => diagnostics.Report(Catalogue.CheckFailed, text);
    }

    private static void CheckHeader(TbfObject tbf, TbfReading reading, Action<string> differs)
    {
        var app = tbf.App;
        Compare("length", tbf.TotalSize, reading.Bytes.Length);
        Compare("total_size", tbf.TotalSize, reading.TotalSize);
        Compare("header_size", app.HeaderSize, reading.HeaderSize);
        Compare("flags", (uint)app.Flags, (uint)reading.Flags);
        Compare("start of the app binary", tbf.ProtectedRegionSize, reading.BinaryOffset);
        Compare("binary_end_offset", tbf.BinaryEndOffset, reading.BinaryEndOffset);
        Compare(
            "entry point",
            (long)tbf.ProtectedRegionSize + app.EntryOffset,
            reading.HeaderSize + (long)(reading.Entry?.InitFunctionOffset ?? 0));
        Compare("minimum_ram_size", app.MinimumRamSize, reading.Entry?.MinimumRamSize);
        Compare("version", app.Version, reading.Program?.Version);
        Compare("package name", app.PackageName, reading.PackageName ?? "");
        Compare("ShortId", app.ShortId?.Id, reading.ShortId);
        Compare("kernel major", app.KernelVersion?.Major, reading.KernelVersion?.Major);
        Compare("kernel minor", app.KernelVersion?.Minor, reading.KernelVersion?.Minor);
        if (app.FixedAddresses is not null)
        {
            Compare("start_process_ram", app.FixedAddresses.Ram ?? TbfFormat.AnyAddress, reading.FixedAddresses?.Ram);
            Compare("start_process_flash", app.FixedAddresses.Flash ?? TbfFormat.AnyAddress, reading.FixedAddresses?.Flash);
        }
        Compare("fixed addresses", app.FixedAddresses is not null, reading.FixedAddresses is not null);
        Compare("write id", app.StoragePermissions?.WriteId, reading.StoragePermissions?.WriteId);
        CompareAll("read ids", app.StoragePermissions?.ReadIds ?? [], reading.StoragePermissions?.ReadIds ?? []);
        CompareAll("modify ids", app.StoragePermissions?.ModifyIds ?? [], reading.StoragePermissions?.ModifyIds ?? []);
        CompareAll(
            "permissions",
            app.Permissions.Select(permission => new ParsedDriverPermission(permission.Driver, permission.Offset, permission.Mask)),
            reading.Permissions);
        CompareAll(
            "writeable flash regions",
            app.FlashRegions.Select(region => new ParsedFlashRegion(tbf.ProtectedRegionSize + region.Offset, region.Size)),
            reading.FlashRegions);

        CompareAll(
            "load segments",
            app.LoadSegments.Select(row => new ParsedLoadSegment(
                row.BinaryOffset ?? TbfFormat.NoFileBytes, row.MemoryOffset, row.FileSize, row.MemorySize, row.Flags)),
            reading.LoadSegments);
        CompareAll(
            "dynamic relocations",
            app.DynamicRelocations.Select(table => new ParsedRelocationTable(
                table.Kind, table.EntrySize, table.MemoryOffset, table.Size, table.RelativeCount)),
            reading.RelocationTables);
        Compare(
            "load target",
            app.LoadTarget is { } target
                ? new ParsedLoadTarget(
                    target.Machine, target.Class, target.Placement, target.LinkAddress, target.RamSize, target.RamAlignment)
                : null,
            reading.LoadTarget);

        void Compare(string field, object? planned, object? read)
        {
            if (planned?.ToString() != read?.ToString())
                differs($"{field}: planned {planned}, written {read}");
        }

        void CompareAll<T>(string field, IEnumerable<T> planned, IEnumerable<T> read)
        {
            if (!planned.SequenceEqual(read))
                differs($"{field}: planned {string.Join(", ", planned)}, written {string.Join(", ", read)}");
        }
    }

    /// <summary>Every part is where it was planned, and all between is zero.</summary>
    private static void CheckBinary(TbfObject tbf, TbfReading reading, Action<string> differs)
    {
        if (reading.BinaryOffset > reading.BinaryEndOffset || reading.BinaryEndOffset > reading.Bytes.Length)
            return; // reported by the reader
        if (reading.Bytes.Span[reading.HeaderSize..(int)reading.BinaryOffset].ContainsAnyExcept((byte)0))
            differs("protected trailer: not all zero");
        var binary = reading.Bytes.Span[(int)reading.BinaryOffset..(int)reading.BinaryEndOffset];
        int end = 0;
        foreach (var part in tbf.Binary.OrderBy(part => part.Offset))
        {
            int start = (int)part.Offset;
            if (start < end || part.Bytes.Length > binary.Length - start)
                differs($"app binary: {part.Bytes.Length} bytes at 0x{start:x} do not fit");
            else if (binary[end..start].ContainsAnyExcept((byte)0))
                differs($"app binary: the gap before 0x{start:x} is not zero");
            else if (!binary.Slice(start, part.Bytes.Length).SequenceEqual(part.Bytes.Span))
                differs($"app binary: the {part.Bytes.Length} bytes at 0x{start:x} are others");
            else
                end = start + part.Bytes.Length;
        }
        if (end != binary.Length)
            differs($"app binary: {binary.Length} bytes, its parts end at {end}");
    }

    private static void CheckFooters(TbfObject tbf, TbfReading reading, Action<string> differs)
    {
        var planned = tbf.Footers;
        var formats = planned.Select(footer => (footer.Format, footer.DataLength)).ToList();
        var readFormats = reading.Footers.Select(footer => (footer.Format, footer.Data.Length)).ToList();
        if (!formats.SequenceEqual(readFormats))
        {
            differs($"footers: planned {string.Join(", ", formats)}, written {string.Join(", ", readFormats)}");
            return;
        }
        if (reading.BinaryEndOffset > reading.Bytes.Length)
            return; // reported by the reader
        var covered = reading.Bytes.Span[..(int)reading.BinaryEndOffset];
        int end = covered.Length + planned.Sum(credential => credential.Size);
        if (end > reading.Bytes.Length || reading.Bytes.Span[end..].ContainsAnyExcept((byte)0))
            differs("padding: not all zero");
        foreach (var (credential, footer) in planned.Zip(reading.Footers))
        {
            if (credential is ReservedCredential && footer.Data.Span.ContainsAnyExcept((byte)0))
                differs($"reserved footer at 0x{footer.Offset:x}: not all zero");
            if (credential is SignatureCredential signature && !signature.Verify(covered, footer.Data.Span))
                differs($"{footer.Format} signature does not verify");
        }
    }
}
