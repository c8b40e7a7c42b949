using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TabFormat.Binary;
using TabFormat.Tbf;

namespace TabFormat.Reading;

/// <summary>
/// The reference reader. A kernel that meets a TBF it does not understand skips the app or all that follow, without a word; this reads
/// a TBF by the rules of the kernel's own reader, as far as it can be read, and says which rules it breaks. Written from the
/// format alone, so that it can check what <see cref="TbfWriter"/> writes.
/// </summary>
public static class TbfReader
{
    /// <summary>Most footers that are read: enough to reserve a gigabyte. A hostile file could have millions.</summary>
    public const int MostFooters = 16_640;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Whether a file begins with the header of a TBF: version 2, sizes that agree, and the right checksum, if the header is so short.
    /// </summary>
    /// <param name="start">The first bytes of the file, some hundred or all.</param>
    public static bool HasHeader(ReadOnlySpan<byte> start)
    {
        if (start.Length < TbfFormat.BaseHeaderSize)
            return false;
        var reader = new ByteReader(start);
        var (version, headerSize, totalSize) = (reader.U16(), reader.U16(), reader.U32());
        reader.U32(); // flags
        uint checksum = reader.U32();
        return version == TbfFormat.Version
            && headerSize >= TbfFormat.BaseHeaderSize && headerSize <= totalSize && headerSize % 4 == 0
            && (headerSize > start.Length || TbfFormat.Checksum(start[..headerSize]) == checksum);
    }

    /// <summary>Reads <paramref name="bytes"/>. Never throws because of what they hold; keeps no copy of them.</summary>
    public static TbfReading Read(ReadOnlyMemory<byte> bytes)
    {
        var findings = ImmutableArray.CreateBuilder<TbfFinding>();
        var reading = ReadBaseHeader(new TbfReading { Bytes = bytes }, findings);
        if (findings.Count == 0 && !reading.IsPadding)
        {
            reading = ReadElements(reading, findings);
            reading = CheckPlaces(reading, findings) ? ReadFooters(reading, findings) : reading;
        }
        return reading with { Findings = findings.ToImmutable() };
    }

    /// <summary>What one element says by itself; nothing when it is damaged or not known.</summary>
    public static TbfReading ReadElementAlone(ParsedElement element) =>
        ReadKnownElement(new TbfReading { Bytes = default }, element, ImmutableArray.CreateBuilder<TbfFinding>());

    private static TbfReading ReadBaseHeader(TbfReading reading, ImmutableArray<TbfFinding>.Builder findings)
    {
        var bytes = reading.Bytes.Span;
        if (bytes.Length < TbfFormat.BaseHeaderSize)
        {
            findings.Add(new(TbfRule.BaseHeader, 0, $"the file has {bytes.Length} bytes, a base header has 16"));
            return reading;
        }
        var reader = new ByteReader(bytes);
        reading = reading with { FormatVersion = reader.U16() };
        if (!reading.HasBaseHeader)
        {
            findings.Add(new(TbfRule.Version, 0, $"{VersionName(bytes)}; kernels read version 2"));
            return reading;
        }
        reading = reading with
        {
            HeaderSize = reader.U16(),
            TotalSize = reader.U32(),
            Flags = (TbfFlags)reader.U32(),
            Checksum = reader.U32(),
        };
        if (reading.HeaderSize < TbfFormat.BaseHeaderSize || reading.HeaderSize > reading.TotalSize || reading.HeaderSize % 4 != 0)
            findings.Add(new(TbfRule.HeaderSize, 2, $"header_size {reading.HeaderSize} with total_size {reading.TotalSize}"));
        if (reading.TotalSize > bytes.Length)
            findings.Add(new(TbfRule.TotalSize, 4, $"total_size {reading.TotalSize}, the file has {bytes.Length} bytes"));
        if (findings.Count == 0 && TbfFormat.Checksum(bytes[..reading.HeaderSize]) is var sum && sum != reading.Checksum)
        {
            findings.Add(new(
                TbfRule.Checksum, TbfFormat.ChecksumOffset, $"checksum 0x{reading.Checksum:x8}, the header's words give 0x{sum:x8}"));
        }
        return reading;
    }

    /// <summary>What another version is called. Version 1, which version 2 replaced in 2017, had 32 bits for its number.</summary>
    private static string VersionName(ReadOnlySpan<byte> bytes) => new ByteReader(bytes).U32() == 1
        ? "TBF version 1, of Tock before 1.0"
        : $"version {new ByteReader(bytes).U16()}";

    private static TbfReading ReadElements(TbfReading reading, ImmutableArray<TbfFinding>.Builder findings)
    {
        var elements = ImmutableArray.CreateBuilder<ParsedElement>();
        int offset = TbfFormat.BaseHeaderSize;
        while (offset < reading.HeaderSize)
        {
            var prefix = new ByteReader(reading.Bytes.Span[offset..reading.HeaderSize]);
            var (type, length) = (prefix.U16(), prefix.U16());
            if (length > prefix.Remaining)
            {
                findings.Add(new(
                    TbfRule.ElementBounds,
                    offset,
                    $"element of type {type} with {length} bytes where the header has {prefix.Remaining} more"));
                break;
            }
            var element = new ParsedElement(offset, type, reading.Bytes.Slice(offset + TbfFormat.ElementPrefixSize, length));
            elements.Add(element);
            reading = ReadKnownElement(reading, element, findings);
            offset += TbfFormat.ElementPrefixSize + (int)Alignment.RoundUp(length, 4);
        }
        return reading with { Elements = elements.ToImmutable() };
    }

    /// <summary>Takes over what a known element says. The first Main and the first Program count, of all others the last.</summary>
    private static TbfReading ReadKnownElement(
        TbfReading reading, ParsedElement element, ImmutableArray<TbfFinding>.Builder findings)
    {
        int length = element.Content.Length;
        var content = new ByteReader(element.Content.Span);
        switch ((TbfElementType)element.Type)
        {
            case TbfElementType.Main when HasSize(12):
                return reading with
                {
                    Main = reading.Main ?? new(content.U32(), content.U32(), content.U32(), null, null),
                };
            case TbfElementType.Program when HasSize(20):
                return reading with
                {
                    Program = reading.Program ?? new(content.U32(), content.U32(), content.U32(), content.U32(), content.U32()),
                };
            case TbfElementType.FixedAddresses when HasSize(8):
                return reading with { FixedAddresses = new(content.U32(), content.U32()) };
            case TbfElementType.KernelVersion when HasSize(4):
                return reading with { KernelVersion = new(content.U16(), content.U16()) };
            case TbfElementType.ShortId when HasSize(4):
                uint id = content.U32();
                if (id == 0)
                    findings.Add(new(TbfRule.ShortId, element.Offset, "ShortId 0"));
                return reading with { ShortId = id };
            case TbfElementType.WriteableFlashRegions:
                return length % 8 == 0 ? reading with { FlashRegions = ReadFlashRegions(content) } : WrongSize("a multiple of 8");
            case TbfElementType.LoadSegments:
                return length % 20 == 0 ? reading with { LoadSegments = ReadLoadSegments(content) } : WrongSize("a multiple of 20");
            case TbfElementType.DynamicRelocations:
                return length % 16 == 0 ? reading with { RelocationTables = ReadRelocationTables(content) } : WrongSize("a multiple of 16");
            case TbfElementType.LoadTarget when HasSize(16):
                return reading with
                {
                    LoadTarget = new(
                        content.U16(), content.U8(), (RamPlacement)content.U8(), content.U32(), content.U32(), content.U32()),
                };
            case TbfElementType.PackageName:
                return ReadPackageName(reading, element, findings);
            case TbfElementType.Permissions:
                return ReadPermissions(reading, element, findings);
            case TbfElementType.StoragePermissions:
                return ReadStoragePermissions(reading, element, findings);
            default:
                return reading;
        }

        bool HasSize(int size)
        {
            if (length != size)
                WrongSize($"{size}");
            return length == size;
        }

        TbfReading WrongSize(string expected)
        {
            findings.Add(new(
                TbfRule.ElementSize, element.Offset, $"{(TbfElementType)element.Type} element with {length} bytes, it has {expected}"));
            return reading;
        }
    }

    private static ImmutableArray<ParsedFlashRegion> ReadFlashRegions(ByteReader content)
    {
        var regions = ImmutableArray.CreateBuilder<ParsedFlashRegion>(content.Remaining / 8);
        while (content.Remaining > 0)
            regions.Add(new(content.U32(), content.U32()));
        return regions.MoveToImmutable();
    }

    private static ImmutableArray<ParsedLoadSegment> ReadLoadSegments(ByteReader content)
    {
        var segments = ImmutableArray.CreateBuilder<ParsedLoadSegment>(content.Remaining / 20);
        while (content.Remaining > 0)
            segments.Add(new(content.U32(), content.U32(), content.U32(), content.U32(), content.U32()));
        return segments.MoveToImmutable();
    }

    private static ImmutableArray<ParsedRelocationTable> ReadRelocationTables(ByteReader content)
    {
        var tables = ImmutableArray.CreateBuilder<ParsedRelocationTable>(content.Remaining / 16);
        while (content.Remaining > 0)
            tables.Add(new((RelocationKind)content.U16(), content.U16(), content.U32(), content.U32(), content.U32()));
        return tables.MoveToImmutable();
    }

    private static TbfReading ReadPackageName(
        TbfReading reading, ParsedElement element, ImmutableArray<TbfFinding>.Builder findings)
    {
        try
        {
            return reading with { PackageName = StrictUtf8.GetString(element.Content.Span) };
        }
        catch (DecoderFallbackException)
        {
            findings.Add(new(TbfRule.PackageName, element.Offset, "package name is not UTF-8"));
            return reading;
        }
    }

    private static TbfReading ReadPermissions(
        TbfReading reading, ParsedElement element, ImmutableArray<TbfFinding>.Builder findings)
    {
        var content = new ByteReader(element.Content.Span);
        int count = content.Remaining >= 2 ? content.U16() : -1;
        if (count < 0 || content.Remaining != 16 * count)
        {
            findings.Add(new(
                TbfRule.Permissions,
                element.Offset,
                $"permissions with {element.Content.Length} bytes, they do not fit the count in front"));
            return reading;
        }
        var permissions = ImmutableArray.CreateBuilder<ParsedDriverPermission>(count);
        while (content.Remaining > 0)
            permissions.Add(new(content.U32(), content.U32(), content.U64()));
        return reading with { Permissions = permissions.MoveToImmutable() };
    }

    private static TbfReading ReadStoragePermissions(
        TbfReading reading, ParsedElement element, ImmutableArray<TbfFinding>.Builder findings)
    {
        var content = new ByteReader(element.Content.Span);
        uint writeId = content.Remaining >= 4 ? content.U32() : 0;
        if (ReadIds(ref content) is { } readIds && ReadIds(ref content) is { } modifyIds && content.Remaining == 0)
        {
            if (readIds.Length <= TbfFormat.MaximumStorageIds && modifyIds.Length <= TbfFormat.MaximumStorageIds)
                return reading with { StoragePermissions = new(writeId, readIds, modifyIds) };
            findings.Add(new(
                TbfRule.StoragePermissions,
                element.Offset,
                $"{readIds.Length} read and {modifyIds.Length} modify ids; kernels take no list when one has more than 8"));
        }
        else
        {
            findings.Add(new(
                TbfRule.StoragePermissions,
                element.Offset,
                $"storage permissions with {element.Content.Length} bytes, they do not fit the counts inside"));
        }
        return reading with { StoragePermissions = new(writeId, [], []) };
    }

    /// <summary>A 16-bit count and as many ids; null when they are not all there.</summary>
    private static ImmutableArray<uint>? ReadIds(ref ByteReader content)
    {
        if (content.Remaining < 2)
            return null;
        int count = content.U16();
        if (content.Remaining < 4 * count)
            return null;
        var ids = ImmutableArray.CreateBuilder<uint>(count);
        while (ids.Count < count)
            ids.Add(content.U32());
        return ids.MoveToImmutable();
    }

    /// <summary>Checks that all lies where it should; false when there is no telling where the footers are.</summary>
    private static bool CheckPlaces(TbfReading reading, ImmutableArray<TbfFinding>.Builder findings)
    {
        if (reading.Entry is not { } entry)
        {
            findings.Add(new(TbfRule.EntryElement, TbfFormat.BaseHeaderSize, "no Main and no Program element"));
            return false;
        }
        if (reading is { Main: { } main, Program: { } program }
            && main != program with { BinaryEndOffset = null, Version = null })
        {
            findings.Add(new(
                TbfRule.MainMatchesProgram,
                TbfFormat.BaseHeaderSize,
                $"Main says init_fn_offset {main.InitFunctionOffset}, protected_trailer_size {main.ProtectedTrailerSize}, minimum_ram_size "
                + $"{main.MinimumRamSize}; Program {program.InitFunctionOffset}, {program.ProtectedTrailerSize}, {program.MinimumRamSize}"));
        }
        if (reading.BinaryOffset > reading.TotalSize)
        {
            findings.Add(new(
                TbfRule.ProtectedSize, 0, $"the app binary would start at 0x{reading.BinaryOffset:x}, behind the file's end"));
            return false;
        }
        if (reading.BinaryEndOffset < reading.BinaryOffset || reading.BinaryEndOffset > reading.TotalSize)
        {
            findings.Add(new(
                TbfRule.BinaryEnd,
                0,
                $"binary_end_offset 0x{reading.BinaryEndOffset:x}, the app binary starts at 0x{reading.BinaryOffset:x} and "
                + $"total_size is {reading.TotalSize}"));
            return false;
        }

        long entryPoint = reading.HeaderSize + (long)entry.InitFunctionOffset;
        if (entryPoint < reading.BinaryOffset || entryPoint >= reading.BinaryEndOffset)
            findings.Add(new(TbfRule.Entry, 0, $"the entry point at 0x{entryPoint:x} is outside the app binary"));
        foreach (var region in reading.FlashRegions)
        {
            if (region.Offset < reading.BinaryOffset || region.Offset + (long)region.Size > reading.BinaryEndOffset)
            {
                findings.Add(new(
                    TbfRule.FlashRegion, region.Offset, $"writeable flash region of {region.Size} bytes is not inside the app binary"));
            }
        }
        CheckLoadSegments(reading, findings);
        CheckRelocationTables(reading, findings);
        return true;
    }

    private static void CheckLoadSegments(TbfReading reading, ImmutableArray<TbfFinding>.Builder findings)
    {
        if (reading.LoadSegments.Length > TbfFormat.MaximumLoadSegments
            || (reading.LoadSegments.IsEmpty && reading.Elements.Any(element => element is { Type: (ushort)TbfElementType.LoadSegments, Content.IsEmpty: true })))
        {
            findings.Add(new(TbfRule.LoadSegments, 0, $"{reading.LoadSegments.Length} load segments; there are 1 to {TbfFormat.MaximumLoadSegments}"));
        }
        long binarySize = reading.BinaryEndOffset - reading.BinaryOffset;
        uint previous = 0;
        foreach (var (index, segment) in reading.LoadSegments.Index())
        {
            if (WrongIn(segment, previous, binarySize) is var (rule, wrong))
                findings.Add(new(rule, 0, $"load segment {index} {wrong}"));
            previous = segment.MemoryOffset;
        }
    }

    private static (TbfRule Rule, string Wrong)? WrongIn(ParsedLoadSegment segment, uint previous, long binarySize)
    {
        const uint Known = TbfFormat.Rights | TbfFormat.TextRelocated;
        const uint Contradiction = TbfFormat.Writable | TbfFormat.TextRelocated;
        bool isEmpty = segment.BinaryOffset == TbfFormat.NoFileBytes;
        return segment.FileSize > segment.MemorySize ? (TbfRule.LoadSegmentSize, "has more bytes than memory")
            : segment.MemoryOffset < previous ? (TbfRule.LoadSegmentOrder, "lies below the one before")
            : segment.MemoryOffset + (long)segment.MemorySize > uint.MaxValue ? (TbfRule.LoadSegmentEnd, "ends beyond 32 bits")
            : isEmpty && segment.FileSize > 0 ? (TbfRule.LoadSegmentPlace, "has bytes and no place for them")
            : !isEmpty && segment.FileSize == 0 ? (TbfRule.LoadSegmentPlace, $"has no bytes, and a place for them at 0x{segment.BinaryOffset:x}")
            : !isEmpty && segment.BinaryOffset + (long)segment.FileSize > binarySize
                ? (TbfRule.LoadSegmentBytes, "takes bytes from behind the app binary")
            : (segment.Flags & ~Known) != 0 || (segment.Flags & Contradiction) == Contradiction
                ? (TbfRule.LoadSegmentFlags, $"has flags 0x{segment.Flags:x}")
            : null;
    }

    private static void CheckRelocationTables(TbfReading reading, ImmutableArray<TbfFinding>.Builder findings)
    {
        foreach (var (index, table) in reading.RelocationTables.Index())
        {
            int[] sizes = table.Kind switch
            {
                RelocationKind.Rel => [8, 16],
                RelocationKind.Rela => [12, 24],
                RelocationKind.Relr => [4, 8],
                _ => [],
            };
            bool isInside = reading.LoadSegments.Any(segment => table.MemoryOffset >= segment.MemoryOffset
                && table.MemoryOffset + (long)table.Size <= segment.MemoryOffset + (long)segment.FileSize);
            if (!sizes.Contains(table.EntrySize) || table.Size % table.EntrySize != 0)
                findings.Add(new(
                    TbfRule.DynamicRelocations,
                    0,
                    $"relocation table {index}: kind {table.Kind}, entries of {table.EntrySize} bytes, {table.Size} in all"));
            else if (!isInside && !reading.LoadSegments.IsEmpty)
                findings.Add(new(
                    TbfRule.RelocationTablePlace,
                    0,
                    $"relocation table {index}: at 0x{table.MemoryOffset:x}, not inside the bytes of a load segment"));
        }
    }

    /// <summary>Walks the footers as the kernel does: each starts right behind the one before, anything else ends the walk.</summary>
    private static TbfReading ReadFooters(TbfReading reading, ImmutableArray<TbfFinding>.Builder findings)
    {
        var footers = ImmutableArray.CreateBuilder<ParsedFooter>();
        var hashes = new Dictionary<CredentialFormat, byte[]?>();
        int offset = (int)reading.BinaryEndOffset;
        while (reading.TotalSize - offset >= TbfFormat.CredentialPrefixSize)
        {
            if (footers.Count == MostFooters)
            {
                findings.Add(new(TbfRule.Footer, offset, $"more than {MostFooters} footers"));
                break;
            }
            var reader = new ByteReader(reading.Bytes.Span[offset..(int)reading.TotalSize]);
            var (type, length) = (reader.U16(), reader.U16());
            if (type != (ushort)TbfElementType.Credentials || length < 4 || length > reader.Remaining)
            {
                findings.Add(new(TbfRule.Footer, offset, $"no footer: type {type}, {length} bytes"));
                break;
            }
            var footer = new ParsedFooter(
                offset, (CredentialFormat)reader.U32(), reading.Bytes.Slice(offset + TbfFormat.CredentialPrefixSize, length - 4));
            if (footer.Format > CredentialFormat.EcdsaNistP256)
            {
                findings.Add(new(TbfRule.Footer, offset, $"footer of unknown format {(uint)footer.Format}"));
                break;
            }
            if (footer.Data.Length < DataLength(footer.Format))
            {
                findings.Add(new(
                    TbfRule.Footer, offset, $"{footer.Format} footer with {footer.Data.Length} bytes, it has {DataLength(footer.Format)}"));
                break;
            }
            footers.Add(footer);
            CheckHash(reading, footer, hashes, findings);
            offset += TbfFormat.ElementPrefixSize + length;
        }
        return reading with { Footers = footers.ToImmutable() };
    }

    /// <summary>Least bytes of data of a credential.</summary>
    private static int DataLength(CredentialFormat format) => format switch
    {
        CredentialFormat.Rsa3072 => 768,
        CredentialFormat.Rsa4096 => 1024,
        CredentialFormat.Sha256 => 32,
        CredentialFormat.Sha384 => 48,
        CredentialFormat.Sha512 => 64,
        CredentialFormat.EcdsaNistP256 => 64,
        _ => 0,
    };

    /// <summary>Compares a hash. Each kind is worked out once: there may be thousands of one, of many bytes.</summary>
    private static void CheckHash(
        TbfReading reading, ParsedFooter footer, Dictionary<CredentialFormat, byte[]?> hashes, ImmutableArray<TbfFinding>.Builder findings)
    {
        if (!hashes.TryGetValue(footer.Format, out byte[]? hash))
        {
            var covered = reading.Bytes.Span[..(int)reading.BinaryEndOffset];
            hash = footer.Format switch
            {
                CredentialFormat.Sha256 => SHA256.HashData(covered),
                CredentialFormat.Sha384 => SHA384.HashData(covered),
                CredentialFormat.Sha512 => SHA512.HashData(covered),
                _ => null,
            };
            hashes.Add(footer.Format, hash);
        }
        if (hash is not null && !footer.Data.Span[..hash.Length].SequenceEqual(hash))
            findings.Add(new(TbfRule.Hash, footer.Offset, $"{footer.Format} of the covered bytes is another"));
    }
}
