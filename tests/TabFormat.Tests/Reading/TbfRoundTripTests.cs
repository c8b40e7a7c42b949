using System.Collections.Immutable;
using System.Security.Cryptography;
using CsCheck;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace TabFormat.Tests.Reading;

/// <summary>What is written is read again, for any app.</summary>
public sealed class TbfRoundTripTests
{
    private static readonly Gen<FixedAddressesElement?> FixedAddresses =
        Maybe(Gen.Select(Gen.UInt[0, TbfFormat.AnyAddress - 1], Gen.UInt[0, TbfFormat.AnyAddress - 1], Gen.Int[0, 2], (ram, flash, which) =>
            new FixedAddressesElement(which == 1 ? null : ram, which == 2 ? null : flash)));

    private static readonly Gen<StoragePermissionsElement?> Storage =
        Maybe(Gen.Select(Gen.UInt, Gen.UInt.Array[0, 8], Gen.UInt.Array[0, 8], (write, read, modify) =>
            new StoragePermissionsElement(write, [.. read], [.. modify])));

    private static readonly Gen<ImmutableArray<DriverPermission>> Permissions =
        Gen.Select(Gen.UInt, Gen.UInt, Gen.ULong, (driver, offset, mask) => new DriverPermission(driver, offset, mask))
            .Array[0, 5].Select(ImmutableArray.Create);

    /// <summary>Rows of what lies in a binary of the given size, and tables in their bytes.</summary>
    private static Gen<(ImmutableArray<LoadSegment> Segments, ImmutableArray<RelocationTableInfo> Tables)> Loading(int size) =>
        Gen.Select(Gen.Bool, Place(size), Gen.UInt[0, 1000], Gen.UInt[0, 7]).Array[0, 3].SelectMany(
            rows =>
            {
                uint address = 0;
                var segments = ImmutableArray.CreateBuilder<LoadSegment>();
                foreach (var (hasBytes, (offset, length), more, flags) in rows)
                {
                    uint memory = length + more;
                    bool isFilled = hasBytes && length > 0;
                    segments.Add(new(isFilled ? offset : null, address, isFilled ? length : 0, memory, flags));
                    address += memory;
                }
                return Table([.. segments]).Array[0, 3].Select(tables => (segments.ToImmutable(), tables.ToImmutableArray()));
            });

    /// <summary>A table in the bytes of one of the segments; anywhere when there is none.</summary>
    private static Gen<RelocationTableInfo> Table(LoadSegment[] segments) =>
        Gen.Select(Gen.Int[1, 3], Gen.Bool, Gen.UInt, Gen.UInt, Gen.Int[0, 2]).Select((kind, is64Bit, start, count, index) =>
        {
            uint entrySize = (is64Bit ? 8U : 4U) * (kind == 3 ? 1 : (uint)kind + 1);
            var holder = segments.Length == 0 ? new LoadSegment(0, 0, 1000, 0, 0) : segments[index % segments.Length];
            uint offset = holder.FileSize == 0 ? 0 : start % holder.FileSize;
            uint size = count % ((holder.FileSize - offset) / entrySize + 1) * entrySize;
            return new RelocationTableInfo((RelocationKind)kind, (ushort)entrySize, holder.MemoryOffset + offset, size, count);
        });

    private static readonly Gen<TbfApp> Header =
        Gen.Select(
            Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt, (flags, ram, version) => (Flags: flags, Ram: ram, Version: version)),
            Texts.Any,
            FixedAddresses,
            Permissions,
            Storage,
            Maybe(Gen.Select(Gen.UShort, Gen.UShort, (major, minor) => new KernelVersionElement(major, minor))),
            Maybe(Gen.UInt[1, uint.MaxValue].Select(id => new ShortIdElement(id))),
            (numbers, name, addresses, permissions, storage, kernel, shortId) => new TbfApp
            {
                Flags = (TbfFlags)numbers.Flags,
                MinimumRamSize = numbers.Ram,
                Version = numbers.Version,
                PackageName = name,
                FixedAddresses = addresses,
                Permissions = permissions,
                StoragePermissions = storage,
                KernelVersion = kernel,
                ShortId = shortId,
            });

    /// <summary>A place inside a binary of the given size.</summary>
    private static Gen<(uint Offset, uint Size)> Place(int size) =>
        Gen.Int[0, size - 1].SelectMany(offset => Gen.Int[0, size - offset].Select(length => ((uint)offset, (uint)length)));

    private static readonly Gen<TbfObject> Objects =
        Gen.Select(Header, Gen.Byte.Array[1, 200], Gen.Int[0, 70], Gen.Int[0, 7], Gen.Int[0, 100]).SelectMany(
            (app, content, trailer, hashes, space) => Gen.Select(
                Gen.UInt[0, (uint)content.Length - 1],
                Place(content.Length).Array[0, 3],
                Place(content.Length),
                Loading(content.Length),
                (entry, regions, part, loading) =>
                {
                    app = app with
                    {
                        EntryOffset = entry,
                        FlashRegions = [.. regions.Select(region => new FlashRegion(region.Offset, region.Size))],
                        LoadSegments = loading.Segments,
                        DynamicRelocations = loading.Tables,
                    };
                    ImmutableArray<Credential> credentials =
                    [
                        .. new[] { CredentialFormat.Sha512, CredentialFormat.Sha256, CredentialFormat.Sha384 }
                            .Where((_, index) => (hashes >> index & 1) != 0).Select(format => new HashCredential(format)),
                    ];
                    uint protectedSize = (uint)(app.HeaderSize + trailer);
                    return new TbfObject(
                        app,
                        protectedSize,
                        (uint)content.Length,
                        [new(part.Offset, content.AsMemory((int)part.Offset, (int)part.Size))],
                        credentials,
                        (uint)(protectedSize + content.Length + credentials.Sum(credential => credential.Size) + space));
                }));

    [Fact]
    public void Any_app_is_read_as_it_was_written() => Objects.Sample(tbf =>
    {
        var app = tbf.App;
        byte[] bytes = TbfWriter.Write(tbf);

        var reading = TbfReader.Read(bytes);

        Assert.Empty(reading.Findings);
        Assert.Equal((2, app.HeaderSize, (uint)bytes.Length), (reading.FormatVersion, reading.HeaderSize, reading.TotalSize));
        Assert.Equal(tbf.TotalSize, reading.TotalSize);
        Assert.Equal(app.Flags, reading.Flags);
        uint trailer = tbf.ProtectedRegionSize - (uint)app.HeaderSize;
        var main = new ParsedProgram(trailer + app.EntryOffset, trailer, app.MinimumRamSize, null, null);
        Assert.Equal(main, reading.Main);
        Assert.Equal(main with { BinaryEndOffset = tbf.BinaryEndOffset, Version = app.Version }, reading.Program);
        Assert.Equal(app.PackageName, reading.PackageName ?? "");
        Assert.Equal(
            app.FlashRegions.Select(region => new ParsedFlashRegion(tbf.ProtectedRegionSize + region.Offset, region.Size)),
            reading.FlashRegions);
        Assert.Equal(
            app.FixedAddresses is { } addresses
                ? new ParsedFixedAddresses(addresses.Ram ?? uint.MaxValue, addresses.Flash ?? uint.MaxValue)
                : null,
            reading.FixedAddresses);
        Assert.Equal(
            app.Permissions.Select(permission => new ParsedDriverPermission(permission.Driver, permission.Offset, permission.Mask)),
            reading.Permissions);
        Assert.Equal(app.StoragePermissions?.WriteId, reading.StoragePermissions?.WriteId);
        Assert.Equal(app.StoragePermissions?.ReadIds.ToArray(), reading.StoragePermissions?.ReadIds.ToArray());
        Assert.Equal(app.StoragePermissions?.ModifyIds.ToArray(), reading.StoragePermissions?.ModifyIds.ToArray());
        Assert.Equal(
            app.KernelVersion is { } kernel ? new ParsedKernelVersion(kernel.Major, kernel.Minor) : null, reading.KernelVersion);
        Assert.Equal(app.ShortId?.Id, reading.ShortId);
        Assert.Equal(
            app.LoadSegments.Select(row => new ParsedLoadSegment(
                row.BinaryOffset ?? uint.MaxValue, row.MemoryOffset, row.FileSize, row.MemorySize, row.Flags)),
            reading.LoadSegments);
        Assert.Equal(
            app.DynamicRelocations.Select(table => new ParsedRelocationTable(
                table.Kind, table.EntrySize, table.MemoryOffset, table.Size, table.RelativeCount)),
            reading.RelocationTables);
        AssertBinary(tbf, bytes);
        AssertFooters(tbf, reading);
    });

    [Fact]
    public void Any_app_that_was_read_is_taken_back_and_written_again() => Objects.Sample(tbf =>
    {
        byte[] bytes = TbfWriter.Write(tbf);

        var back = TbfReader.Read(bytes).ToObject();

        Assert.Equal(tbf.App, back.App);
        Assert.Equal(tbf, back with { Binary = tbf.Binary });
        byte[] again = TbfWriter.Write(back);
        Assert.Equal(bytes, again);
        Assert.Equal(TbfReader.Read(bytes), TbfReader.Read(again));
        Assert.Equal(back, TbfReader.Read(again).ToObject());
        Assert.Equal(back.GetHashCode(), TbfReader.Read(again).ToObject().GetHashCode());
    });

    [Fact]
    public void Any_app_that_was_read_is_changed_and_laid_out_anew() =>
        Gen.Select(Objects, Texts.Any, Gen.UInt[0, 200], Gen.UInt[1, 100]).Sample((tbf, name, minimum, words) =>
        {
            var back = TbfReader.Read(TbfWriter.Write(tbf)).ToObject();
            var rule = PaddingRule.MultipleOf(4 * words);

            var made = TbfObject.Make(back.App with { PackageName = name }, back.Binary, back.Credentials, null, minimum, rule);
            var reading = TbfReader.Read(TbfWriter.Write(made));

            Assert.Empty(reading.Findings);
            Assert.Equal(tbf.App with { PackageName = name }, reading.ToApp());
            Assert.Equal(back.Binary, reading.ToObject().Binary);
            Assert.Equal(back.Credentials, reading.ToObject().Credentials);
            Assert.Equal(0U, reading.TotalSize % (4 * words));
            Assert.True(reading.TotalSize - reading.BinaryEndOffset >= minimum);
        });

    [Fact]
    public void Elements_stand_in_this_order()
    {
        var app = new TbfApp
        {
            PackageName = "app",
            FlashRegions = [new(0, 4)],
            FixedAddresses = new(null, null),
            Permissions = [new(1, 0, 1)],
            StoragePermissions = new(1, [], []),
            KernelVersion = new(2, 0),
            ShortId = new(1),
            LoadSegments = [new(0, 0, 4, 4, 5)],
            DynamicRelocations = [new(RelocationKind.Relr, 4, 0, 4, 1)],
            LoadTarget = new(243, 1, RamPlacement.Anywhere, 0, 4, 8),
        };
        uint size = (uint)app.HeaderSize;

        var reading = TbfReader.Read(TbfWriter.Write(new(app, size, 4, [], [], size + 4)));

        Assert.Equal([1, 9, 3, 2, 5, 6, 7, 8, 10, 0x8E01, 0x8E02, 0x8E03], reading.Elements.Select(element => (int)element.Type));
    }

    private static void AssertBinary(TbfObject tbf, byte[] bytes)
    {
        byte[] expected = new byte[tbf.BinarySize];
        foreach (var part in tbf.Binary)
            part.Bytes.CopyTo(expected.AsMemory((int)part.Offset));
        Assert.Equal(expected, bytes[(int)tbf.ProtectedRegionSize..(int)tbf.BinaryEndOffset]);
    }

    private static void AssertFooters(TbfObject tbf, TbfReading reading)
    {
        Assert.Equal(
            tbf.Footers.Select(footer => (footer.Format, footer.DataLength)),
            reading.Footers.Select(footer => (footer.Format, footer.Data.Length)));
        byte[] covered = reading.Bytes[..(int)tbf.BinaryEndOffset].ToArray();
        foreach (var footer in reading.Footers)
        {
            Assert.Equal(
                footer.Format switch
                {
                    CredentialFormat.Sha256 => SHA256.HashData(covered),
                    CredentialFormat.Sha384 => SHA384.HashData(covered),
                    CredentialFormat.Sha512 => SHA512.HashData(covered),
                    _ => new byte[footer.Data.Length],
                },
                footer.Data.ToArray());
        }
    }

    private static Gen<T?> Maybe<T>(Gen<T> values)
        where T : class => Gen.Select(Gen.Bool, values, (exists, value) => exists ? value : null);
}
