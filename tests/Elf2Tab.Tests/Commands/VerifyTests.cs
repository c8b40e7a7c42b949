using System.Security.Cryptography;
using Elf2Tab.Diagnostics;
using Elf2Tab.Tests.Diagnostics;
using Elf2Tab.Tests.Elf;
using TabFormat.Reading;
using TabFormat.Tbf;
using Tests.Shared;
using static Elf2Tab.Diagnostics.Catalogue;
using static Tests.Shared.RawTar;
using static Tests.Shared.RawTbf;

namespace Elf2Tab.Tests.Commands;

public sealed class VerifyTests : IDisposable
{
    private const string Unsuitable = "E2T0560";
    private const string Fixed = "fixed-blink/blink.rv32imac.0x20040080.0x80002800.tbf";
    private const string Moving = "everything/pointers.cortex-m7.tbf";

    private static readonly byte[] Plain = App();
    private static readonly byte[] Hashed = Build([], covered =>
    [
        Footer(128, 3, SHA256.HashData(covered)),
        Footer(128, 4, SHA384.HashData(covered)),
        Footer(128, 5, SHA512.HashData(covered)),
    ]);

    private static readonly byte[] Toml = Member("metadata.toml", Metadata);

    /// <summary>Files that kernels or tools refuse, and the rules that they break.</summary>
    private static readonly Dictionary<string, (byte[] File, Enum[] Rules)> Damages = new()
    {
        ["an empty file"] = ([], [TbfRule.BaseHeader]),
        ["15 bytes"] = (Plain[..15], [TbfRule.BaseHeader]),
        ["another file"] = ([.. "neither a TBF nor a TAB\n"u8], [TbfRule.Version]),
        ["zeros"] = (new byte[64], [TbfRule.Version]),
        ["a flipped bit of the version"] = (Flipped(0, 0), [TbfRule.Version]),
        ["a flipped bit of the header's size"] = (Flipped(2, 0), [TbfRule.HeaderSize]),
        ["a header as large as can be"] = (Patched(Plain, 2, 0xFC, 0xFF), [TbfRule.HeaderSize]),
        ["a flipped bit of the total size"] = (Flipped(5, 7), [TbfRule.TotalSize]),
        ["the last byte cut off"] = (Plain[..^1], [TbfRule.TotalSize]),
        ["all but the header cut off"] = (Plain[..PlainHeaderSize], [TbfRule.TotalSize]),
        ["a flipped flag"] = (Flipped(8, 1), [TbfRule.Checksum]),
        ["a flipped bit of the checksum"] = (Flipped(15, 7), [TbfRule.Checksum]),
        ["a flipped bit of an element"] = (Flipped(40, 3), [TbfRule.Checksum]),
        ["an element past the header"] = (Patched(Plain, 34, 24), [TbfRule.ElementBounds]),
        ["Main of 8 bytes"] = (App(Element(1, new byte[8])), [TbfRule.ElementSize]),
        ["Fixed Addresses of 12 bytes"] = (App(Element(5, new byte[12])), [TbfRule.ElementSize]),
        ["half a flash region"] = (App(Element(2, new byte[4])), [TbfRule.ElementSize]),
        ["no entry point"] = (Patched(Patched(Plain, 16, 0, 0x80), 32, 0, 0x80), [TbfRule.EntryElement]),
        ["other RAM in Main"] = (Patched(Plain, 28, 1), [TbfRule.MainMatchesProgram]),
        ["a protected trailer past the end"] = (Moved(5, 100), [TbfRule.ProtectedSize]),
        ["an end before the app binary"] = (Patched(Plain, 48, PlainBinaryOffset - 1), [TbfRule.BinaryEnd]),
        ["an end behind the file"] = (Patched(Plain, 48, U32((uint)Plain.Length + 1)), [TbfRule.BinaryEnd]),
        ["an entry in front of the app binary"] = (Moved(TrailerSize - 1, TrailerSize), [TbfRule.Entry]),
        ["an entry behind the app binary"] = (Moved(TrailerSize + BinarySize, TrailerSize), [TbfRule.Entry]),
        ["a flash region in front of the app binary"] = (App(Element(2, U32(PlainBinaryOffset + 11, 4))), [TbfRule.FlashRegion]),
        ["a flash region over the end"] = (App(Element(2, U32(PlainBinaryOffset + 13, BinarySize))), [TbfRule.FlashRegion]),
        ["a name that is not UTF-8"] = (App(Element(3, 0xFF)), [TbfRule.PackageName]),
        ["fewer permissions than stated"] = (App(Element(6, U16(1))), [TbfRule.Permissions]),
        ["more permissions than stated"] = (App(Element(6, [.. U16(0), .. new byte[16]])), [TbfRule.Permissions]),
        ["9 storage ids"] = (App(Element(7, [.. U32(1), .. U16(9), .. new byte[36], .. U16(0)])), [TbfRule.StoragePermissions]),
        ["a storage list that is cut"] = (App(Element(7, [.. U32(1), .. U16(1)])), [TbfRule.StoragePermissions]),
        ["ShortId 0"] = (App(Element(10, U32(0))), [TbfRule.ShortId]),

        ["half a row of load segments"] = (App(Element(0x8E01, new byte[10])), [TbfRule.ElementSize]),
        ["a load segment with more bytes than memory"] = (App(Rows(U32(0, 0, 32, 31))), [TbfRule.LoadSegmentSize]),
        ["load segments that descend"] = (App(Rows(U32(0, 64, 16, 16), U32(16, 32, 16, 16))), [TbfRule.LoadSegmentOrder]),
        ["a load segment past the end of memory"] = (App(Rows(U32(0, 0xFFFF_FFF0, 16, 16))), [TbfRule.LoadSegmentEnd]),
        ["a load segment with bytes from nowhere"] = (App(Rows(U32(uint.MaxValue, 0, 1, 16))), [TbfRule.LoadSegmentPlace]),
        ["a load segment with bytes behind the app binary"] = (App(Rows(U32(1, 0, 32, 32))), [TbfRule.LoadSegmentBytes]),
        ["a relocation table of another kind"] = (App(Table(4, 8, 0, 8)), [TbfRule.DynamicRelocations]),
        ["a relocation table with other entries"] = (App(Table(1, 12, 0, 12)), [TbfRule.DynamicRelocations]),
        ["a relocation table with half an entry"] = (App(Table(2, 12, 0, 18)), [TbfRule.DynamicRelocations]),
        ["a relocation table outside of the load segments"] = (
            App(Rows(U32(0, 64, 32, 64)), Table(3, 4, 64 + 29, 4)), [TbfRule.RelocationTablePlace]),

        ["no load segment"] = (App(Element(0x8E01)), [TbfRule.LoadSegments]),
        ["33 load segments"] = (
            Edited(app => app with { LoadSegments = [.. app.LoadSegments, .. Enumerable.Repeat(Bss, 31)] }), [TbfRule.LoadSegments]),
        ["32 load segments"] = (Edited(app => app with { LoadSegments = [.. app.LoadSegments, .. Enumerable.Repeat(Bss, 30)] }), []),
        ["a load segment with an unknown flag"] = (Row(1, row => row with { Flags = 0x206 }), [TbfRule.LoadSegmentFlags]),
        ["text relocations of what is writable"] = (Row(1, row => row with { Flags = 0x106 }), [TbfRule.LoadSegmentFlags]),
        ["a load segment without bytes that says where they are"] = (
            Edited(app => app with { LoadSegments = app.LoadSegments.Add(Bss with { BinaryOffset = 0 }) }), [TbfRule.LoadSegmentPlace]),
        ["a load segment beyond the RAM"] = (Row(1, row => row with { MemorySize = 0x1000 - 800 + 1 }), [TbfRule.LoadSegmentEnd]),
        ["load segments that do not move together"] = (
            Row(1, row => row with { MemoryOffset = row.MemoryOffset + 8 }), [TbfRule.LoadSegmentDistance]),
        ["an image below the RAM"] = (
            Edited(app => app with
            {
                Flags = TbfFlags.LoadToRam | TbfFlags.Enabled,
                LoadSegments = [app.LoadSegments[1] with { MemoryOffset = 0 }],
                DynamicRelocations = [],
            }),
            [TbfRule.LoadSegmentDistance]),
        ["an entry point that is not executable"] = (Row(0, row => row with { Flags = 4 }), [TbfRule.LoadEntry]),
        ["an entry point in a gap"] = (Edited(app => app with { EntryOffset = 790 }), [TbfRule.LoadEntry]),
        ["an entry point behind the last byte"] = (Edited(app => app with { EntryOffset = 0x314 }), [TbfRule.LoadEntry]),
        ["an entry point at the last byte"] = (Edited(app => app with { EntryOffset = 0x313 }), []),
        ["a table of entries of the other class"] = (
            Edited(app => app with { LoadTarget = app.LoadTarget! with { Class = 2 } }), [TbfRule.DynamicRelocations]),
        ["a table without load segments"] = (
            Edited(app => app with { LoadSegments = [], LoadTarget = null }), [TbfRule.RelocationTablePlace]),
        ["a relocation of another type"] = (Relocation(0x390, 2), [TbfRule.RelocationType, TbfRule.RelativeCount]),
        ["a relocation with a symbol"] = (Relocation(0x390, 0x103), [TbfRule.RelocationType, TbfRule.RelativeCount]),
        ["a relocation of no place"] = (Relocation(0x1000, 3), [TbfRule.RelocationPlace]),
        ["a relocation over the end of a load segment"] = (Relocation(0x312, 3), [TbfRule.RelocationPlace]),
        ["a relocation of a table"] = (Relocation(0x2B0, 3), [TbfRule.RelocationInTable]),
        ["a relocation of constants"] = (Relocation(0x2F4, 3), [TbfRule.RelocationProtected]),
        ["a relocation of constants that are said to be relocated"] = (
            Edited(app => app with { LoadSegments = [app.LoadSegments[0] with { Flags = 0x105 }, app.LoadSegments[1]] }, binary => Put(binary, 0x2F4, 3)), []),
        ["a relocation into a table"] = (TextRelocation(0x2A5), [TbfRule.RelocationInTable]),
        ["a relocation out of a table"] = (TextRelocation(0x2EF), [TbfRule.RelocationInTable]),
        ["a relocation in front of a table"] = (TextRelocation(0x2A4), []),
        ["a relocation behind a table"] = (TextRelocation(0x2F0), []),
        ["a relocation of the first word"] = (TextRelocation(0), []),
        ["a relocation of the last word of constants"] = (TextRelocation(0x310), []),
        ["a relocation of the first word of data"] = (Relocation(0x320, 3), []),
        ["a relocation of the last word of memory"] = (Relocation(0x7FC, 3), []),
        ["a relocation over the end of memory"] = (Relocation(0x7FD, 3), [TbfRule.RelocationPlace]),
        ["a relocation below the link address"] = (
            Edited(app => app with { LoadTarget = app.LoadTarget! with { LinkAddress = 0x394 } }), [TbfRule.RelocationPlace, TbfRule.RelocationProtected]),
        ["a relocation of no type"] = (
            Edited(app => app with { DynamicRelocations = [app.DynamicRelocations[0] with { RelativeCount = 8 }] }, binary => Put(binary, 0x390, 0)), []),
        ["two tables"] = (Tables(5, 4), []),
        ["two tables, the second of another count"] = (Tables(5, 9), [TbfRule.RelativeCount]),
        ["two relocations of a word"] = (Relocation(0x394, 3), [TbfRule.RelocationRepeated]),
        ["relocations that overlap"] = (Relocation(0x396, 3), [TbfRule.RelocationRepeated]),
        ["relocations of an unknown machine"] = (
            Edited(app => app with { LoadTarget = app.LoadTarget! with { Machine = 8 } }), [TbfRule.RelocationMachine]),
        ["another count of relocations"] = (
            Edited(app => app with { DynamicRelocations = [app.DynamicRelocations[0] with { RelativeCount = 8 }] }), [TbfRule.RelativeCount]),
        ["a RELR table that starts with a bitmap"] = (
            Edited(app => app with { DynamicRelocations = [new(RelocationKind.Relr, 4, 680, 4, 0)] }, binary => Put(binary, 1, 3)), [TbfRule.RelocationPlace]),
        ["a loader that relocates by no tables"] = (Edited(app => app with { DynamicRelocations = [] }), [TbfRule.LoaderRelocates]),
        ["a loader that relocates what is not loaded"] = (
            Edited(app => app with { Flags = app.Flags & ~TbfFlags.LoadToRam }), [TbfRule.LoaderRelocates]),
        ["load segments without target"] = (Edited(app => app with { LoadTarget = null }), [TbfRule.LoadTargetPair]),
        ["a target without load segments"] = (
            Edited(app => app with { LoadSegments = [], DynamicRelocations = [], Flags = TbfFlags.LoadToRam | TbfFlags.Enabled }), [TbfRule.LoadTargetPair]),
        ["a class of 3"] = (Edited(app => app with { LoadTarget = app.LoadTarget! with { Class = 3 } }), [TbfRule.LoadTarget]),
        ["a placement of 2"] = (
            Edited(app => app with { LoadTarget = app.LoadTarget! with { Placement = (RamPlacement)2 } }), [TbfRule.LoadTarget]),
        ["another size of the RAM"] = (
            Edited(app => app with { LoadTarget = app.LoadTarget! with { RamSize = 0x1004 } }), [TbfRule.RamSize]),
        ["an alignment of 8"] = (Edited(app => app with { LoadTarget = app.LoadTarget! with { RamAlignment = 8 } }), []),
        ["an alignment of 64 KiB"] = (Edited(app => app with { LoadTarget = app.LoadTarget! with { RamAlignment = 0x1_0000 } }), []),
        ["an alignment of 4"] = (Edited(app => app with { LoadTarget = app.LoadTarget! with { RamAlignment = 4 } }), [TbfRule.RamAlignment]),
        ["an alignment of 24"] = (Edited(app => app with { LoadTarget = app.LoadTarget! with { RamAlignment = 24 } }), [TbfRule.RamAlignment]),
        ["an alignment of 128 KiB"] = (
            Edited(app => app with { LoadTarget = app.LoadTarget! with { RamAlignment = 0x2_0000 } }), [TbfRule.RamAlignment]),
        ["another image offset in Fixed Addresses"] = (Edited(app => app with { FixedAddresses = new(8, null) }), [TbfRule.FixedAddresses]),
        ["a flash address of what is loaded to RAM"] = (
            Edited(app => app with { FixedAddresses = new(0, 0x2004_0000) }), [TbfRule.FixedAddresses]),
        ["another RAM address in Fixed Addresses"] = (Linked(0x2000_0004), [TbfRule.FixedAddresses]),
        ["any RAM address in Fixed Addresses of what is linked for one"] = (Linked(null), [TbfRule.FixedAddresses]),
        ["the RAM address in Fixed Addresses"] = (Linked(0x2000_0000), []),
        ["any RAM address in Fixed Addresses"] = (Edited(app => app with { FixedAddresses = new(null, null) }), []),
        ["no Fixed Addresses"] = (Edited(app => app with { FixedAddresses = null }), []),
        ["a good RAM-loaded app"] = (Edited(app => app), []),

        ["zeros behind the app binary"] = (WithFooters(new byte[8]), [TbfRule.Footer]),
        ["a footer of an unknown format"] = (WithFooters(Footer(128, 7, 1, 2, 3, 4)), [TbfRule.Footer]),
        ["a footer past the end"] = (WithFooters([.. U16(128, 9), .. new byte[8]]), [TbfRule.Footer]),
        ["a short signature"] = (WithFooters(Footer(128, 6, new byte[63])), [TbfRule.Footer]),
        ["a flipped bit under hashes"] = (Flipped(Hashed, PlainBinaryOffset, 0), [TbfRule.Hash, TbfRule.Hash, TbfRule.Hash]),
        ["a flipped bit of a hash"] = (Flipped(Hashed, Hashed.Length - 1, 0), [TbfRule.Hash]),
        ["all at once"] = (
            App(Element(3, 0xFF), Element(10, U32(0)), Element(6, 1)),
            [TbfRule.PackageName, TbfRule.ShortId, TbfRule.Permissions]),

        ["a TAB with a member past its end"] = (Archive(Header("b.bin", '0', Octal(1L << 32))), [TabRule.Archive]),
        ["a TAB of 1,000 members"] = (
            Archive(Enumerable.Range(0, 1_000).Select(index => Member($"{index}", []))), [TabRule.MemberCount]),
        ["a TAB with a link"] = (Archive(Member("b.tbf", [], '2')), [TabRule.MemberType]),
        ["a TAB with .."] = (Archive(Member("../b", [])), [TabRule.MemberName]),
        ["a TAB with two of a name"] = (Archive(Member("a.tbf", Plain)), [TabRule.DuplicateMember]),
        ["a TAB without metadata"] = (Tar(Member("a.tbf", Plain)), [TabRule.Metadata]),
        ["a TAB without TBF"] = (Tar(Toml), [TabRule.NoTbf]),
        ["a TAB with a damaged TBF"] = (Archive(Member("b.tbf", Flipped(8, 1))), [TbfRule.Checksum]),
        ["a TAB with an empty TBF"] = (Archive(Member("b.tbf", [])), [TbfRule.BaseHeader]),
        ["a TAB with a member longer than its TBF"] = (Archive(Member("b.tbf", [.. Plain, 0xFF])), [TabRule.MemberSize]),
        ["a TAB with two damaged TBFs"] = (
            Tar(Member("c.tbf", Plain[..^1]), Member("b.tbf", Flipped(0, 0))),
            [TabRule.Metadata, TbfRule.TotalSize, TbfRule.Version]),
    };

    private readonly Bench _bench = new();

    public static TheoryData<string> DamageNames => [.. Damages.Keys];

    public static TheoryData<string> ExpectedFiles =>
    [
        .. Directory.EnumerateFiles(TestData.PathOf("cases"), "*.t*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(TestData.PathOf("cases"), path))
            .Where(path => !path.StartsWith("disabled", StringComparison.Ordinal)),
    ];

    public static TheoryData<string> Elfs =>
        [.. Directory.EnumerateFiles(TestData.PathOf("elf"), "*.elf").Select(path => Path.GetFileName(path))];

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(ExpectedFiles))]
    public void Expected_files_would_load(string name) => Verify(TestData.Read($"cases/{name}"), "");

    [Fact]
    public void An_app_without_a_kernel_version_would_not_load()
    {
        Verify(Expected("blink-m4/blink.cortex-m4.tbf"), "", KernelVersionMissing);
        Verify(Expected("blink-m4/blink.cortex-m4.tbf"), "--kernel 2.1", KernelVersionMissing);
        Verify(Archive(), "", KernelVersionMissing);
    }

    [Fact]
    public void What_was_checked_is_printed_with_hashes_and_keys()
    {
        byte[] hashed = Build([Element(8, U16(2, 1))], covered => [Footer(128, 3, SHA256.HashData(covered))]);
        var tbf = TbfReader.Read(hashed);
        string digest = Convert.ToHexStringLower(SHA256.HashData(hashed.AsSpan(0, (int)tbf.BinaryEndOffset)));
        _bench.With("app.tab", Tar(Toml, Member("cortex-m4.tbf", hashed)));

        var printed = _bench.Run("verify --kernel 2.1 --flash-address 0x40000 --ram-address 0x20000000..0x20010000 ~/app.tab");

        Assert.Equal(
            $"""
            {_bench["app.tab"]}: would not load
              checked: cortex-m4.tbf: header, elements, checksum, footers
              checked: cortex-m4.tbf: Sha256 of the first {tbf.BinaryEndOffset} bytes is {digest}
              checked: cortex-m4.tbf: kernel 2.1
              checked: cortex-m4.tbf: flash address 0x40000, memory protection of a Cortex-M3, M4 or M7
              checked: cortex-m4.tbf: RAM 0x20000000 to 0x20010000: 8192 bytes of RAM (4096, about 1136 of the kernel's own, and what memory protection rounds up)

            """,
            printed.Out);
        Assert.Equal([FlashPlaceUnsuitable.Code], printed.Codes);
    }

    /// <summary>Total size 512 at places in flash; RAM of 4,096 bytes and the kernel's share.</summary>
    [Theory]
    [InlineData("cortex-m4", "--flash-address 0x40000")]
    [InlineData("cortex-m4", "--flash-address 0x40140", "E2T0560")]
    [InlineData("cortex-m4", "--flash-address 0x40480")]
    [InlineData("cortex-m0", "--flash-address 0x40400")]
    [InlineData("cortex-m0", "--flash-address 0x40480", "E2T0560")]
    [InlineData("cortex-m33", "--flash-address 0x40020")]
    [InlineData("cortex-m33", "--flash-address 0x40010", "E2T0560")]
    [InlineData("rv32imac", "--flash-address 0x40004")]
    [InlineData("rv32imac", "--flash-address 0x40002", "E2T0560")]
    [InlineData("i386", "--flash-address 0x40000", "E2T0560")]
    [InlineData("cortex-m4", "--ram-address 0x20000000..0x20002000")]
    [InlineData("cortex-m4", "--ram-address 0x20000000..0x20001fff", "E2T0542")]
    [InlineData("cortex-m4", "--ram-address 0x20000004..0x20002fff", "E2T0542")]
    [InlineData("cortex-m4", "--ram-address 0x20000004..0x20003000")]
    [InlineData("rv32imac", "--ram-address 0x20000000..0x20001438")]
    [InlineData("rv32imac", "--ram-address 0x20000000..0x20001437", "E2T0542")]
    [InlineData("i386", "--ram-address 0x20000000..0x20002000")]
    [InlineData("i386", "--ram-address 0x20000000..0x20001fff", "E2T0542")]
    public void What_kernels_ask_of_places_depends_on_the_machine(string machine, string place, params string[] codes)
    {
        _bench.WithData("elf/blink.cortex-m4.elf", "app.elf").Convert("--kernel-minor 1");
        byte[] file = _bench.Read("app.tbf");
        Assert.Equal((512U, 4096U), (TbfReader.Read(file).TotalSize, TbfReader.Read(file).Entry!.MinimumRamSize));
        _bench.With("app.tab", Tar(Toml, Member($"{machine}.0x123.tbf", file)));

        Assert.Equal(codes, _bench.Run($"verify {place} ~/app.tab").Codes);
        Assert.Equal(codes, _bench.Run($"verify {place} --machine {machine} ~/app.tbf").Codes);
        Assert.Contains(MachineUnknown.Code, _bench.Run($"verify {place} ~/app.tbf").Codes);
    }

    [Fact]
    public void A_fixed_RAM_address_must_suit_memory_protection()
    {
        var app = Apps.Fixed() with { Machine = Elf2Tab.Elf.ElfMachine.Arm, Entry = Apps.Flash + 1, Symbols = [new("_sram_origin", 0x2000_0100)] };
        _bench.With("app.elf", app.Build()).Convert("--kernel-minor 1");
        Verify(_bench.Read("app.tbf"), "--elf ~/app.elf --ram-address 0x20000000..0x20010000", RamPlaceUnsuitable);
    }

    [Fact]
    public void An_app_lies_anywhere_where_its_symbol_says_so()
    {
        var app = Apps.Fixed(new SegmentSpec(Apps.Anywhere + 0x80, Apps.Code(64))) with { Symbols = [new("_flash_origin", Apps.Anywhere)] };
        byte[] file = _bench.With("app.elf", app.Build()).Convert().Read("app.tbf");

        Assert.Null(TbfReader.Read(file).FixedAddresses);
        Verify(file, "--elf ~/app.elf");
    }

    [Theory]
    [MemberData(nameof(DamageNames))]
    public void Damage_has_its_codes(string name)
    {
        var (file, rules) = Damages[name];
        Verify(file, "", [.. rules.Select(KindOf)]);
    }

    [Fact]
    public void Every_rule_is_in_the_table() =>
        Assert.Equal(
            Kinds.OfRules.Select(kind => kind.Code).Order(),
            Damages.Values.SelectMany(row => row.Rules).Select(rule => KindOf(rule).Code).Distinct().Order());

    [Fact]
    public void A_disabled_app_would_not_load()
    {
        Verify(Expected("disabled/blink.cortex-m4.tbf"), "", NotEnabled);
        Verify(Edited(app => app with { Flags = app.Flags & ~TbfFlags.Enabled }), "", NotEnabled);
    }

    [Fact]
    public void Padding_between_apps_is_no_app()
    {
        Verify(Patched(Plain, 2, 16), "", NoAppInTbf);
        Verify(Patched(Plain, 2, 16), "--public-key ~/key", SampleKeys.Public(SampleKeys.Ecdsa), NoAppInTbf);
    }

    [Fact]
    public void Behind_a_TBF_only_erased_flash_does_no_harm()
    {
        Verify([.. Plain, 1, 2, 3], "", BytesBehindTbf);
        Verify([.. Plain, 0xFF, 0], "", BytesBehindTbf);
        Verify([.. Plain, 0xFF, 0xFF, 0xFF], "");
        Verify([.. Plain, 0, 0], "");
    }

    [Theory]
    [InlineData("storage-read-only/blink.cortex-m4.tbf", "2.3", true)]
    [InlineData("storage-read-only/blink.cortex-m4.tbf", "2.4", true)]
    [InlineData("storage-read-only/blink.cortex-m4.tbf", "2.65535", true)]
    [InlineData("storage-read-only/blink.cortex-m4.tbf", "2.2", false)]
    [InlineData("storage-read-only/blink.cortex-m4.tbf", "3.3", false)]
    [InlineData("storage-read-only/blink.cortex-m4.tbf", "1.9", false)]
    [InlineData("boards/blink.cortex-m4.tbf", "2.0", true)]
    [InlineData("boards/app.tab", "2.0", true)]
    [InlineData("boards/app.tab", "1.0", false)]
    public void Kernels_take_their_major_version_and_no_later_minor_one(string name, string kernel, bool isTaken) =>
        Verify(Expected(name), $"--kernel {kernel}", isTaken ? [] : [KernelVersionMismatch]);

    [Theory]
    [InlineData(Fixed, 0, true)]
    [InlineData(Fixed, 4, false)]
    [InlineData(Fixed, -4, false)]
    [InlineData(Fixed, 0x80, false)]
    [InlineData(Moving, 0, true)]
    [InlineData(Moving, 0x1000, true)]
    public void A_fixed_app_binary_starts_at_its_address(string name, int distance, bool fits)
    {
        byte[] file = Expected(name);
        long header = 0x20040080 - TbfReader.Read(file).BinaryOffset;
        Verify(file, $"--flash-address 0x{header + distance:x}", fits ? [] : [FlashAddressMismatch]);
        Verify(file, $"--flash-address {header + distance}", fits ? [] : [FlashAddressMismatch]);
    }

    /// <summary>Range of RAM: from and to, counted from the app's address and from the end of its RAM.</summary>
    [Theory]
    [InlineData(Fixed, 0, 0, true)]
    [InlineData(Fixed, -0x800, 0x800, true)]
    [InlineData(Fixed, 0, -1, false)]
    [InlineData(Fixed, 1, 0x10000, false)]
    [InlineData(Moving, 0, 0, true)]
    [InlineData(Moving, 0, -1, false)]
    [InlineData(Moving, 1, 1, true)]
    [InlineData(Moving, 1, 0, false)]
    public void RAM_must_hold_what_an_app_needs(string name, int from, int to, bool fits)
    {
        byte[] file = Expected(name);
        uint end = 0x80002800 + TbfReader.Read(file).Entry!.MinimumRamSize;
        Verify(file, $"--ram-address 0x{0x80002800 + from:x}..0x{end + to:x}", fits ? [] : [RamAddressMismatch]);
    }

    [Theory]
    [InlineData("0x80000000..0x80002800")]
    [InlineData("0x20000000..0x20010000")]
    [InlineData("0x90000000..0xffffffff")]
    public void RAM_must_be_where_a_fixed_app_has_it(string range) =>
        Verify(Expected(Fixed), $"--ram-address {range}", RamAddressMismatch);

    [Theory]
    [InlineData("ram-rel.rv32imac.elf")]
    [InlineData("ram-relr.cortex-m4.elf")]
    [InlineData("ram-rela.rv64imac.elf")]
    public void A_RAM_loaded_app_needs_its_image_and_its_minimum_and_may_lie_in_flash_as_image_puts_it(string elf)
    {
        _bench.WithData($"elf/{elf}", "app.elf").Convert();
        byte[] file = _bench.Read("app.tbf");
        var tbf = TbfReader.Read(file);
        long image = tbf.LoadSegments.Where(row => row.BinaryOffset != uint.MaxValue).Max(row => row.MemoryOffset + row.FileSize);
        long end = 0x20000000 + image + tbf.Entry!.MinimumRamSize;

        Verify(file, $"--ram-address 0x20000000..0x{end:x}");
        Verify(file, $"--ram-address 0x20000000..0x{end - 1:x}", RamAddressMismatch);

        foreach (uint address in (ReadOnlySpan<uint>)[0x2004_0000, 0x2004_0004])
        {
            var printed = _bench.Run($"verify --flash-address 0x{address:x} ~/app.tbf");
            Assert.Equal([RequiresRamLoading.Code], printed.Codes);
            Assert.Equal(0, printed.Status);
            Assert.Equal(0, _bench.Run($"image -q --base 0x{address:x} -o ~/apps.bin ~/app.tbf").Status);
        }
        Assert.Contains(FlashPlaceUnsuitable.Code, _bench.Run("verify --flash-address 0x20040002 ~/app.tbf").Codes);
    }

    /// <summary>A stack of 2,048 bytes lies in front of the image; the header without rows says so in Fixed Addresses.</summary>
    [Theory]
    [InlineData("full")]
    [InlineData("flags")]
    public void What_lies_in_front_of_an_image_needs_RAM_too(string loadInfo)
    {
        _bench.WithData("elf/pie-rel.rv32imac.elf", "app.elf").Convert($"--load-info {loadInfo}");
        byte[] file = _bench.Read("app.tbf");
        var tbf = TbfReader.Read(file);
        Assert.Equal(2048U, tbf.ImageOffset);
        long end = 0x20000000 + tbf.ImageOffset + tbf.Binary.Length + tbf.Entry!.MinimumRamSize;

        Verify(file, $"--ram-address 0x20000000..0x{end:x}");
        Verify(file, $"--ram-address 0x20000000..0x{end - 1:x}", RamAddressMismatch);
        Assert.Contains($" {end - 0x20000000} ", _bench.Run("size ~/app.tbf").Out.Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--flash-address 0x20040002", Unsuitable)]
    [InlineData("--flash-address 0xfffffff0 --machine rv32imac", Unsuitable)]
    [InlineData("--flash-address 0x20040004", "")]
    public void A_TBF_is_at_a_multiple_of_4_below_the_end_of_addresses(string option, string code)
    {
        var printed = _bench.With("app.tbf", ImageApps.Tbf("app", 512)).Run($"verify {option} ~/app.tbf");
        Assert.Equal(code == "" ? [] : [code], printed.Codes.Where(found => found != MachineUnknown.Code));
        Assert.Equal(code == "" ? 0 : 1, printed.Status);
    }

    [Theory]
    [InlineData(0x2004_0000, true)]
    [InlineData(0x2004_0001, false)]
    [InlineData(-4, false)]
    [InlineData(0xFFFF_FFF0, false)]
    public void A_fixed_address_is_one_that_a_TBF_can_have(long start, bool isGood)
    {
        byte[] tbf = ImageApps.Tbf("app", 512, start);
        Assert.Equal(isGood ? [] : [FlashPlaceUnsuitable.Code], _bench.With("app.tbf", tbf).Run("verify ~/app.tbf").Codes);
    }

    [Fact]
    public void Elements_that_stand_twice_are_told_of()
    {
        byte[] version = Element(8, U16(2, 1));
        _bench.With("twice.tbf", App(version, Element(200, 1), Element(200, 1), version)).With("once.tbf", App(version));
        var printed = _bench.Run("verify ~/twice.tbf");
        Assert.Equal([RepeatedElement.Code], printed.Codes);
        Assert.Contains("KernelVersion stands at 0x38 and at 0x50", printed.Error, StringComparison.Ordinal);
        Assert.Equal(0, printed.Status);
        Assert.Equal([RepeatedElement.Code], _bench.Run("image -q -o ~/x.bin ~/twice.tbf").Codes.Concat(_bench.Run("image -o ~/x.bin ~/twice.tbf").Codes));
        Assert.Empty(_bench.Run("verify ~/once.tbf").Codes);
    }

    [Theory]
    [InlineData("name = \"app\"\nminimum-tock-kernel-version = \"2.0\"\n", 0)]
    [InlineData("name = \"\"\n", 0)]
    [InlineData("name = \"other\"\n", 1)]
    [InlineData("name = \"app\"\nminimum-tock-kernel-version = \"2.1\"\n", 1)]
    public void Metadata_that_say_something_else_than_the_TBF_are_told_of(string toml, int count)
    {
        byte[] metadata = Member("metadata.toml", [.. "tab-version = 1\n"u8, .. System.Text.Encoding.UTF8.GetBytes(toml)]);
        _bench.With("app.tab", Tar(metadata, Member("a.tbf", ImageApps.Tbf("app", 512)))).With("b.tbf", ImageApps.Tbf("app", 512));
        var printed = _bench.Run("verify ~/app.tab");
        Assert.Equal(Enumerable.Repeat(MetadataDiffer.Code, count), printed.Codes);
        Assert.Equal(0, printed.Status);
        Assert.Equal(2 * count, _bench.Run("tab add ~/app.tab ~/b.tbf -o ~/more.tab").Codes.Count(code => code == MetadataDiffer.Code));
    }

    [Fact]
    public void All_reasons_are_given_for_all_files()
    {
        _bench.With("a.tbf", Expected(Fixed)).With("b.tbf", Plain).With("c.tab", Expected("boards/app.tab"));
        var printed = _bench.Run("verify --kernel 3.0 --flash-address 0 --ram-address 0..1 ~/a.tbf ~/b.tbf ~/c.tab");

        Assert.Equal(
            Codes(KernelVersionMismatch, FlashAddressMismatch, RamAddressMismatch, KernelVersionMissing, MachineUnknown).Order(),
            printed.Codes.Distinct().Order());
        Assert.Equal((1, 3), (printed.Status, printed.Out.Split('\n').Count(line => line.EndsWith(": would not load", StringComparison.Ordinal))));
    }

    /// <summary>A good file behind a bad one must not make good what is said of both.</summary>
    [Theory]
    [InlineData("bad good")]
    [InlineData("good bad")]
    [InlineData("bad other")]
    [InlineData("bad good other")]
    public void One_bad_file_is_enough_and_all_are_named(string files)
    {
        string[] names = files.Split(' ');
        _bench.With("bad", Flipped(8, 1)).With("good", Expected("boards/blink.cortex-m4.tbf")).With("other", Tar(Toml, Member("b.tbf", Flipped(8, 1))));
        var printed = _bench.Run($"verify {string.Join(' ', names.Select(name => $"~/{name}"))}");

        Assert.Equal(1, printed.Status);
        Assert.Equal(
            string.Concat(names.Select(name => $"{_bench[name]}: would {(name == "good" ? "" : "not ")}load\n")),
            string.Concat(printed.Out.Split('\n').Where(line => line != "" && line[0] != ' ').Select(line => line + "\n")));
        var bad = names.Where(name => name != "good").ToList();
        Assert.Equal(bad.Select(_ => KindOf(TbfRule.Checksum).Code), printed.Codes);
        Assert.All(bad, name => Assert.Contains($"{_bench[name]}: error ", printed.Error, StringComparison.Ordinal));
        Assert.DoesNotContain(_bench["good"], printed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Elfs))]
    public void A_TBF_is_what_its_ELF_says_and_a_changed_one_is_not(string elf)
    {
        _bench.WithData($"elf/{elf}", "app.elf").Convert();
        byte[] file = _bench.Read("app.tbf");
        var tbf = TbfReader.Read(file);
        int entry = tbf.HeaderSize + (int)tbf.Entry!.InitFunctionOffset;

        Verify(file, "--elf ~/app.elf");
        foreach (int offset in (int[])[(int)tbf.BinaryOffset, entry])
        {
            var printed = _bench.With("file", Flipped(file, offset, 5)).Run("verify --elf ~/app.elf ~/file");
            Assert.Equal(1, printed.Status);
            Assert.Equal([ElfDiffers.Code], printed.Codes.Distinct());
        }
    }

    [Theory]
    [InlineData("pointers.cortex-m4.elf", "pointers.cortex-m3.elf")]
    [InlineData("pointers.cortex-m4.elf", "blink.cortex-m4.elf")]
    [InlineData("pointers.rv32imac.0x20040080.0x80002800.elf", "pointers.rv32imac.0x80100080.0x80300000.elf")]
    [InlineData("ram-rel.rv32imac.elf", "ram-relr.rv32imac.elf")]
    [InlineData("ram-rel.rv32imac.elf", "pointers.rv32imac.0x80100080.0x80300000.elf")]
    public void A_TBF_is_not_what_another_ELF_says(string elf, string other)
    {
        _bench.WithData($"elf/{elf}", "app.elf").WithData($"elf/{other}", "other.elf").Convert();
        var printed = _bench.Run("verify --elf ~/other.elf ~/app.tbf");

        Assert.Equal(1, printed.Status);
        Assert.Equal([ElfDiffers.Code], printed.Codes.Distinct());
    }

    [Fact]
    public void Another_entry_point_is_not_what_the_ELF_says()
    {
        _bench.WithData("elf/blink.cortex-m4.elf", "app.elf").Convert();
        byte[] file = _bench.Read("app.tbf");
        byte[] entry = [(byte)(file[20] + 2)];
        Verify(Patched(Patched(file, 20, entry), 36, entry), "--elf ~/app.elf", ElfDiffers);
    }

    [Fact]
    public void A_changed_trailer_is_not_what_the_ELF_says()
    {
        _bench.WithData("elf/pointers.cortex-m4.elf", "app.elf").Convert();
        byte[] file = _bench.Read("app.tbf");
        Verify(Flipped(file, (int)TbfReader.Read(file).BinaryEndOffset - 8, 3), "--elf ~/app.elf", ElfDiffers);
    }

    [Fact]
    public void A_TBF_made_with_an_option_is_what_its_ELF_says()
    {
        foreach (string options in (string[])
            ["--no-fixed-addresses", "--load-info none", "--load-info flags", "--disable", "--sticky", "--stack 4096 --app-heap 0"])
        {
            _bench.WithData("elf/ram-rel.rv32imac.elf", "app.elf").Convert(options);
            var with = _bench.Run($"verify --elf ~/app.elf {options} ~/app.tbf");
            var without = _bench.Run("verify --elf ~/app.elf ~/app.tbf");

            Assert.DoesNotContain(ElfDiffers.Code, with.Codes);
            Assert.Contains(ElfDiffers.Code, without.Codes);
        }
    }

    [Fact]
    public void Who_relocates_is_not_asked_unless_it_is_said()
    {
        _bench.WithData("elf/ram-rel.rv32imac.elf", "app.elf").Convert("--relocate-by loader");
        byte[] file = _bench.Read("app.tbf");

        Verify(file, "--elf ~/app.elf");
        Verify(file, "--elf ~/app.elf --relocate-by loader");
        Verify(file, "--elf ~/app.elf --relocate-by app", ElfDiffers);
    }

    [Theory]
    [InlineData("0x20000000", true)]
    [InlineData("0x20000008", true)]
    [InlineData("0x20000004", false)]
    [InlineData("0x20000004..0x20001008", true)]
    [InlineData("0x20000004..0x20001007", false)]
    [InlineData("0x20000000..0x20001000", true)]
    [InlineData("0x20000000..0x20000fff", false)]
    [InlineData("0xfffff000", true)]
    [InlineData("0xfffff008", false)]
    public void A_RAM_loaded_app_needs_all_its_RAM_at_a_suitable_address(string ram, bool fits) =>
        Verify(Edited(app => app), $"--ram-address {ram}", fits ? [] : [ram.Contains("04", StringComparison.Ordinal) && !ram.Contains("..", StringComparison.Ordinal) ? RamPlaceUnsuitable : RamAddressMismatch]);

    [Theory]
    [InlineData("0x20000000", true)]
    [InlineData("0x20000008", false)]
    [InlineData("0x1ff00000..0x20001000", true)]
    [InlineData("0x20000008..0x20002000", false)]
    public void An_app_for_one_RAM_address_is_loaded_nowhere_else(string ram, bool fits)
    {
        byte[] file = Edited(app => app with
        {
            LoadTarget = app.LoadTarget! with { Placement = RamPlacement.AtLinkAddress, LinkAddress = 0x2000_0000 },
            FixedAddresses = new(0x2000_0000, null),
            DynamicRelocations = [],
            Flags = TbfFlags.LoadToRam | TbfFlags.Enabled,
        });
        Verify(file, $"--ram-address {ram}", fits ? [] : [RamLinkAddress]);
    }

    [Theory]
    [InlineData(16, 0)]
    [InlineData(32, 0)]
    [InlineData(64, 1)]
    public void Rights_that_share_a_granule_are_a_warning(int granule, int warnings)
    {
        var printed = _bench.With("file", Edited(app => app)).Run($"verify --protection-granule {granule} ~/file");
        Assert.Equal((0, warnings), (printed.Status, printed.Codes.Count(code => code == RightsShareGranule.Code)));
        Assert.Contains("2 protection regions", printed.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_of_a_conversion_need_the_ELF()
    {
        var printed = _bench.With("app.tbf", Plain).Run("verify --stack 4096 ~/app.tbf");
        Assert.Equal(2, printed.Status);
        Assert.Equal([MissingOption.Code], printed.Codes);
    }

    [Theory]
    [InlineData("would load, and is what", "")]
    [InlineData("would load, but is not what", "--sticky")]
    [InlineData("would not load, but is what", "--kernel 3.0")]
    [InlineData("would not load, and is not what", "--kernel 3.0 --sticky")]
    public void Whether_it_would_load_and_what_it_is_are_two_answers(string answer, string options)
    {
        _bench.WithData("elf/blink.cortex-m4.elf", "app.elf").Convert();
        var printed = _bench.Run($"verify --elf ~/app.elf {options} ~/app.tbf");
        Assert.StartsWith($"{_bench["app.tbf"]}: {answer} {_bench["app.elf"]} gives\n", printed.Out, StringComparison.Ordinal);
    }

    /// <summary>An offset in the TBF, and how its four bytes change.</summary>
    private static readonly Dictionary<string, (string Elf, Func<TbfReading, long> Offset, int Change)> Changes = new()
    {
        ["RAM of Fixed Addresses"] = (FixedElf, tbf => Content(tbf, 5), 4),
        ["flash of Fixed Addresses"] = (FixedElf, tbf => Content(tbf, 5) + 4, 4),
        ["no flash address"] = (FixedElf, tbf => Content(tbf, 5) + 4, 0x7000_0000),
        ["place of a flash region"] = ("state.cortex-m4.elf", tbf => Content(tbf, 2), 4),
        ["size of a flash region"] = ("state.cortex-m4.elf", tbf => Content(tbf, 2) + 4, -4),
        ["sticky flag"] = (FixedElf, _ => 8, 2),
        ["flag of loading to RAM"] = (FixedElf, _ => 8, int.MinValue),
        ["other flag"] = (FixedElf, _ => 8, 0x100),
        ["entry point"] = (FixedElf, tbf => Content(tbf, 1), 4),
        ["less RAM"] = (FixedElf, tbf => Content(tbf, 1) + 8, -4),
        ["a byte of a segment"] = (FixedElf, tbf => tbf.BinaryOffset + 48, 1),
        ["a byte of the protected trailer"] = (FixedElf, tbf => tbf.BinaryOffset - 4, 1),
        ["length of the trailer"] = ("pointers.cortex-m4.elf", tbf => tbf.BinaryEndOffset - 92, 4),
        ["last byte of the trailer"] = ("pointers.cortex-m4.elf", tbf => tbf.BinaryEndOffset - 4, 0x100_0000),
        ["no flag of loading to RAM"] = (RamElf, _ => 8, int.MinValue),
        ["RAM of the image"] = (RamElf, tbf => Content(tbf, 5), 4),
        ["less RAM of an image"] = (RamElf, tbf => Content(tbf, 1) + 8, -4),
        ["bytes of a row"] = (RamElf, tbf => Content(tbf, 0x8E01), 4),
        ["place of a row"] = (RamElf, tbf => Content(tbf, 0x8E01) + 20 + 4, 4),
        ["file size of a row"] = (RamElf, tbf => Content(tbf, 0x8E01) + 20 + 8, -1),
        ["memory size of a row"] = (RamElf, tbf => Content(tbf, 0x8E01) + 20 + 12, 4),
        ["flags of a row"] = (RamElf, tbf => Content(tbf, 0x8E01) + 16, 2),
        ["machine of the target"] = (RamElf, tbf => Content(tbf, 0x8E03), 1),
        ["link address of the target"] = (RamElf, tbf => Content(tbf, 0x8E03) + 4, 8),
        ["alignment of the target"] = (RamElf, tbf => Content(tbf, 0x8E03) + 12, 8),
        ["place of a table"] = (RamElf, tbf => Content(tbf, 0x8E02) + 4, 8),
        ["size of a table"] = (RamElf, tbf => Content(tbf, 0x8E02) + 8, -8),
        ["count of a table"] = (RamElf, tbf => Content(tbf, 0x8E02) + 12, 1),
        ["a byte in a gap"] = (RamElf, tbf => tbf.BinaryOffset + tbf.LoadSegments[1].BinaryOffset - 1, 1),
        ["the last byte of the image"] = (RamElf, tbf => tbf.BinaryEndOffset - 1, 1),
    };

    private const string FixedElf = "pointers.rv32imac.0x20040080.0x80002800.elf";
    private const string RamElf = "ram-rel.rv32imac.elf";

    public static TheoryData<string> ChangeNames => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(ChangeNames))]
    public void A_change_of(string what)
    {
        var (elf, place, change) = Changes[what];
        _bench.WithData($"elf/{elf}", "app.elf").Convert("--kernel-minor 1");
        byte[] good = _bench.Read("app.tbf");
        int offset = (int)place(TbfReader.Read(good));
        Verify(good, "--elf ~/app.elf");

        // Main and Program say the same.
        byte[] changed = Changed(good, offset, change);
        var main = Content(TbfReader.Read(good), 1);
        if (offset >= main && offset < main + 12)
            changed = Changed(changed, offset - (int)main + (int)Content(TbfReader.Read(good), 9), change);

        var printed = _bench.With("file", changed).Run("verify --elf ~/app.elf ~/file");
        Assert.Equal(1, printed.Status);
        Assert.True(printed.Codes.Contains(ElfDiffers.Code) || !TbfReader.Read(changed).Findings.IsEmpty || !RamAppCheck.Check(TbfReader.Read(changed)).IsEmpty);
    }

    private static long Content(TbfReading tbf, int type) => tbf.Elements.First(element => element.Type == type).Offset + 4;

    private static byte[] Changed(byte[] file, int offset, int change)
    {
        if (offset + 4 > file.Length || offset % 4 != 0)
            return Damaged(file, offset, (byte)(file[offset] + change));
        int value = BitConverter.ToInt32(file, offset) + change;
        return Patched(file, offset, BitConverter.GetBytes(value));
    }

    [Fact]
    public void Signatures_verify_with_the_key_that_made_them()
    {
        byte[] signed = Signed();
        byte[] damagedRsa = Flipped(signed, PlainBinaryEnd + 8 + 512, 0);
        byte[] damagedEcdsa = Flipped(signed, signed.Length - 1, 0);
        byte[] damagedApp = Flipped(signed, PlainBinaryOffset, 0);
        byte[] otherModulus = [.. Enumerable.Repeat((byte)0xEF, 512)];
        using var otherRsa = RSA.Create(SampleKeys.Rsa.ExportParameters(false) with { Modulus = otherModulus });
        using var otherEcdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        foreach (byte[] key in (byte[][])[SampleKeys.Public(SampleKeys.Rsa), SampleKeys.PublicPem(SampleKeys.Rsa)])
        {
            VerifyWith(key, signed);
            VerifyWith(key, damagedEcdsa);
            VerifyWith(key, damagedRsa, SignatureInvalid);
            VerifyWith(key, damagedApp, SignatureInvalid);
            VerifyWith(key, Plain, SignatureMissing);
        }
        foreach (byte[] key in (byte[][])[SampleKeys.Public(SampleKeys.Ecdsa), SampleKeys.PublicPem(SampleKeys.Ecdsa)])
        {
            VerifyWith(key, signed);
            VerifyWith(key, damagedRsa);
            VerifyWith(key, damagedEcdsa, SignatureInvalid);
            VerifyWith(key, damagedApp, SignatureInvalid);
            VerifyWith(key, Plain, SignatureMissing);
            VerifyWith(key, Tar(Toml, Member("a.tbf", signed), Member("b.tbf", Plain)), SignatureMissing);
        }
        VerifyWith(SampleKeys.Public(otherRsa), signed, SignatureInvalid);
        VerifyWith(SampleKeys.Public(otherEcdsa), signed, SignatureInvalid);
    }

    [Fact]
    public void Other_keys_are_refused()
    {
        using var small = RSA.Create(2048);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var withParameters = ECDsa.Create(SampleKeys.Ecdsa.ExportExplicitParameters(includePrivateParameters: false));
        byte[] explicitCurve = SampleKeys.Public(withParameters);
        byte[] unknownCurve = SampleKeys.Public(SampleKeys.Ecdsa);
        unknownCurve[22] = 0x77; // the last arc of the curve's name
        foreach (var (key, kind) in ((byte[] Key, DiagnosticKind Kind)[])
        [
            (SampleKeys.Public(small), KeySize), (SampleKeys.PublicPem(small), KeySize),
            (SampleKeys.Public(p384), KeyCurve), (SampleKeys.PublicPem(p384), KeyCurve),
            (SampleKeys.Private(SampleKeys.Ecdsa), KeyUnreadable), (SampleKeys.PrivatePem(SampleKeys.Ecdsa), KeyUnreadable),
            (SampleKeys.PrivatePem(small), KeyUnreadable), (small.ExportRSAPublicKey(), KeyUnreadable),
            (explicitCurve, KeyCurve), (unknownCurve, KeyCurve),
            ([], KeyUnreadable), ([1, 2, 3], KeyUnreadable), (SampleKeys.Public(SampleKeys.Ecdsa)[..^1], KeyUnreadable),
        ])
        {
            var printed = _bench.With("key", key).With("file", Plain).Run("verify --public-key ~/key ~/file");
            Assert.Equal((2, ""), (printed.Status, printed.Out));
            Assert.Equal([kind.Code], printed.Codes);
        }
    }

    [Theory]
    [InlineData("verify ~/none.tbf", "E2T0100")]
    [InlineData("verify ~/app.tbf ~/none.tbf", "E2T0100")]
    [InlineData("verify ~/dir", "E2T0101")]
    [InlineData("verify --public-key ~/none ~/app.tbf", "E2T0100")]
    [InlineData("verify --elf ~/none ~/app.tbf", "E2T0100")]
    [InlineData("verify --elf ~/app.tbf ~/app.tbf", "E2T0201")]
    [InlineData("verify --public-key ~/dir ~/app.tbf", "E2T0101")]
    public void What_cannot_be_told_has_status_2(string line, string code)
    {
        _bench.With("app.tbf", Expected("boards/blink.cortex-m4.tbf")).With("dir/file", []);
        var printed = _bench.Run(line);

        Assert.Equal(2, printed.Status);
        Assert.Equal([code], printed.Codes);
    }

    private static byte[] Expected(string name) => TestData.Read($"cases/{name}");

    private static byte[] Flipped(int offset, int bit) => Flipped(Plain, offset, bit);

    private static byte[] Flipped(byte[] file, int offset, int bit) =>
        Damaged(file, offset, (byte)(file[offset] ^ (1 << bit)));

    /// <summary>The plain TBF with another entry point and protected trailer in both elements.</summary>
    private static byte[] Moved(uint entry, uint trailer) =>
        Patched(Patched(Plain, 20, U32(entry, trailer)), 36, U32(entry, trailer));

    /// <summary>Load segments: offset in the binary, offset in memory, size in the file, size in memory.</summary>
    private static byte[] Rows(params byte[][] rows) =>
        Element(0x8E01, [.. rows.SelectMany(row => (byte[])[.. row, .. U32(5)])]);

    /// <summary>Memory of the app that is edited here, without bytes.</summary>
    private static LoadSegment Bss => new(null, 0x400, 0, 8, 6);

    /// <summary>
    /// A RAM-loaded app with other elements, and the checksum that fits: text from 0 to 0x314 with a REL table of 9 entries at 0x2a8, data
    /// and memory from 0x320 to 0x800, of which words from 0x390 are relocated; 0x1000 bytes of RAM.
    /// </summary>
    private static byte[] Edited(Func<TbfApp, TbfApp> change, Action<byte[]>? changeBinary = null)
    {
        var tbf = TbfReader.Read(TestData.Read("loader/elf-ram-rel.rv32imac.tbf")).ToObject();
        byte[] binary = tbf.Binary[0].Bytes.ToArray();
        changeBinary?.Invoke(binary);
        var app = change(tbf.App);
        uint protectedRegion = (uint)(app.HeaderSize + 15) / 16 * 16;
        return TbfWriter.Write(new(app, protectedRegion, tbf.BinarySize, [new(0, binary)], [], protectedRegion + tbf.BinarySize));
    }

    private static byte[] Row(int index, Func<LoadSegment, LoadSegment> change) =>
        Edited(app => app with { LoadSegments = app.LoadSegments.SetItem(index, change(app.LoadSegments[index])) });

    /// <summary>The same app with another first relocation.</summary>
    private static byte[] Relocation(uint place, uint info) => Edited(app => app, binary => Put(binary, place, info));

    /// <summary>The same app with another first relocation, of what may be relocated though it is not writable.</summary>
    private static byte[] TextRelocation(uint place) => Edited(
        app => app with { LoadSegments = app.LoadSegments.SetItem(0, app.LoadSegments[0] with { Flags = 0x105 }) }, binary => Put(binary, place, 3));

    /// <summary>The same app with its relocations in two tables, the first of five.</summary>
    private static byte[] Tables(uint firstCount, uint secondCount) => Edited(app => app with
    {
        DynamicRelocations = [new(RelocationKind.Rel, 8, 680, 40, firstCount), new(RelocationKind.Rel, 8, 720, 32, secondCount)],
    });

    /// <summary>The same app, linked for 0x20000000 and without relocations.</summary>
    private static byte[] Linked(uint? stated) => Edited(app => app with
    {
        FixedAddresses = new(stated, null),
        LoadTarget = app.LoadTarget! with { Placement = RamPlacement.AtLinkAddress, LinkAddress = 0x2000_0000 },
        DynamicRelocations = [],
        Flags = TbfFlags.LoadToRam | TbfFlags.Enabled,
    });

    private static void Put(byte[] binary, uint place, uint info) => U32(place, info).CopyTo(binary, 680);

    private static byte[] Table(int kind, int entrySize, uint offset, uint size) =>
        Element(0x8E02, [.. U16(kind, entrySize), .. U32(offset, size, 0)]);

    /// <summary>A TBF with a signature of either kind.</summary>
    private static byte[] Signed() => Build([], covered =>
    [
        Footer(128, 2,
        [
            .. SampleKeys.Rsa.ExportParameters(false).Modulus!,
            .. SampleKeys.Rsa.SignData(covered, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
        ]),
        Footer(128, 6, SampleKeys.Ecdsa.SignData(covered, HashAlgorithmName.SHA256)),
    ]);

    private static DiagnosticKind KindOf(Enum rule) =>
        rule is TbfRule tbfRule ? RuleCatalogue.Of(tbfRule) : RuleCatalogue.Of((TabRule)rule);

    private static IEnumerable<string> Codes(params DiagnosticKind[] kinds) => kinds.Select(kind => kind.Code);

    private void VerifyWith(byte[] key, byte[] file, params DiagnosticKind[] expected)
    {
        _bench.With("key", key);
        Verify(file, "--public-key ~/key", expected);
    }

    private void Verify(byte[] file, string options, byte[] key, params DiagnosticKind[] expected)
    {
        _bench.With("key", key);
        Verify(file, options, expected);
    }

    /// <summary>Apps put together here name no kernel version, and bare TBFs no machine: tests of other things do not mind.</summary>
    private void Verify(byte[] file, string options, params DiagnosticKind[] expected)
    {
        var printed = _bench.With("file", file).Run($"verify {options} ~/file");
        var codes = printed.Codes.Where(code => expected.Contains(KernelVersionMissing) || code != KernelVersionMissing.Code)
            .Where(code => code != MachineUnknown.Code);
        Assert.Equal(Codes(expected).Distinct(), codes.Distinct());
        Assert.Equal(expected is [] && !printed.Codes.Contains(KernelVersionMissing.Code) ? 0 : 1, printed.Status);
    }
}
