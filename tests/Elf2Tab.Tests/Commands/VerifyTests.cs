using System.Security.Cryptography;
using Elf2Tab.Diagnostics;
using TabFormat.Reading;
using TabFormat.Tab;
using Tests.Shared;
using static Elf2Tab.Diagnostics.Catalogue;
using static Tests.Shared.RawTar;
using static Tests.Shared.RawTbf;

namespace Elf2Tab.Tests.Commands;

public sealed class VerifyTests : IDisposable
{
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
        ["another file"] = ([.. "#!/bin/sh\necho no TBF\n"u8], [TbfRule.Version, TbfRule.HeaderSize, TbfRule.TotalSize]),
        ["zeros"] = (new byte[64], [TbfRule.Version, TbfRule.HeaderSize]),
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

        ["half a row of load segments"] = (App(Element(0x8E01, new byte[12])), [TbfRule.ElementSize]),
        ["a load segment with more bytes than memory"] = (App(Rows(U32(0, 0, 32, 31))), [TbfRule.LoadSegments]),
        ["load segments that descend"] = (App(Rows(U32(0, 64, 16, 16), U32(16, 32, 16, 16))), [TbfRule.LoadSegments]),
        ["a load segment past the end of memory"] = (App(Rows(U32(0, 0xFFFF_FFF0, 16, 16))), [TbfRule.LoadSegments]),
        ["a load segment with bytes from nowhere"] = (App(Rows(U32(uint.MaxValue, 0, 1, 16))), [TbfRule.LoadSegments]),
        ["a load segment with bytes behind the app binary"] = (App(Rows(U32(1, 0, 32, 32))), [TbfRule.LoadSegments]),
        ["a relocation table of another kind"] = (App(Table(4, 8, 0, 8)), [TbfRule.DynamicRelocations]),
        ["a relocation table with other entries"] = (App(Table(1, 12, 0, 12)), [TbfRule.DynamicRelocations]),
        ["a relocation table with half an entry"] = (App(Table(2, 12, 0, 18)), [TbfRule.DynamicRelocations]),
        ["a relocation table outside of the load segments"] = (
            App(Rows(U32(0, 64, 32, 64)), Table(3, 4, 64 + 29, 4)), [TbfRule.DynamicRelocations]),

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
    public void Expected_files_would_load(string name)
    {
        var (status, output, error) = _bench.WithData($"cases/{name}", "file").Run("verify ~/file");

        Assert.Equal((0, ""), (status, error));
        Assert.StartsWith(_bench["file"], output, StringComparison.Ordinal);
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
            RuleCatalogue.All.Select(kind => kind.Code).Order(),
            Damages.Values.SelectMany(row => row.Rules).Select(rule => KindOf(rule).Code).Distinct().Order());

    [Fact]
    public void A_disabled_app_would_not_load() => Verify(Expected("disabled/blink.cortex-m4.tbf"), "", NotEnabled);

    [Fact]
    public void Padding_between_apps_and_bytes_behind_a_TBF_do_no_harm()
    {
        Verify(Patched(Plain, 2, 16), "");
        Verify([.. Plain, 1, 2, 3], "");
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
    [InlineData("blink-m4/blink.cortex-m4.tbf", "2.1", false)]
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
    public void A_RAM_loaded_app_needs_its_image_and_its_minimum_and_no_flash_address(string elf)
    {
        _bench.WithData($"elf/{elf}", "app.elf").Convert();
        byte[] file = _bench.Read("app.tbf");
        var tbf = TbfReader.Read(file);
        long image = tbf.LoadSegments.Where(row => row.BinaryOffset != uint.MaxValue).Max(row => row.MemoryOffset + row.FileSize);
        long end = 0x20000000 + image + tbf.Entry!.MinimumRamSize;

        Verify(file, $"--ram-address 0x20000000..0x{end:x}");
        Verify(file, $"--ram-address 0x20000000..0x{end - 1:x}", RamAddressMismatch);
        Verify(file, "--flash-address 0x20040000", RequiresRamLoading);
    }

    [Fact]
    public void All_reasons_are_given_for_all_files()
    {
        _bench.With("a.tbf", Expected(Fixed)).With("b.tbf", Plain).With("c.tab", Expected("boards/app.tab"));
        var printed = _bench.Run("verify --kernel 3.0 --flash-address 0 --ram-address 0..1 ~/a.tbf ~/b.tbf ~/c.tab");

        Assert.Equal(
            Codes(
                KernelVersionMismatch, FlashAddressMismatch, RamAddressMismatch,
                KernelVersionMismatch, RamAddressMismatch,
                KernelVersionMismatch, RamAddressMismatch),
            printed.Codes);
        Assert.Equal((1, 3), (printed.Status, printed.Out.Split('\n').Length - 1));
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
        _bench.WithData("edge/pie-renamed-rv32imac.elf", "app.elf").Convert("--relocations trailer");
        Verify(_bench.Read("app.tbf"), "--elf ~/app.elf");
    }

    [Fact]
    public void Signatures_verify_with_the_key_that_made_them()
    {
        byte[] signed = Signed();
        byte[] damagedRsa = Flipped(signed, PlainBinaryEnd + 8 + 512, 0);
        byte[] damagedEcdsa = Flipped(signed, signed.Length - 1, 0);
        byte[] damagedApp = Flipped(signed, PlainBinaryOffset, 0);
        byte[] otherModulus = [.. Enumerable.Repeat((byte)0xEF, 512)];
        using var otherRsa = RSA.Create(Keys.Rsa.ExportParameters(false) with { Modulus = otherModulus });
        using var otherEcdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        foreach (byte[] key in (byte[][])[Keys.Public(Keys.Rsa), Keys.PublicPem(Keys.Rsa)])
        {
            VerifyWith(key, signed);
            VerifyWith(key, damagedEcdsa);
            VerifyWith(key, damagedRsa, SignatureInvalid);
            VerifyWith(key, damagedApp, SignatureInvalid);
            VerifyWith(key, Plain, SignatureMissing);
        }
        foreach (byte[] key in (byte[][])[Keys.Public(Keys.Ecdsa), Keys.PublicPem(Keys.Ecdsa)])
        {
            VerifyWith(key, signed);
            VerifyWith(key, damagedRsa);
            VerifyWith(key, damagedEcdsa, SignatureInvalid);
            VerifyWith(key, damagedApp, SignatureInvalid);
            VerifyWith(key, Plain, SignatureMissing);
            VerifyWith(key, Tar(Toml, Member("a.tbf", signed), Member("b.tbf", Plain)), SignatureMissing);
        }
        VerifyWith(Keys.Public(otherRsa), signed, SignatureInvalid);
        VerifyWith(Keys.Public(otherEcdsa), signed, SignatureInvalid);
    }

    [Fact]
    public void Other_keys_are_refused()
    {
        using var small = RSA.Create(2048);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var withParameters = ECDsa.Create(Keys.Ecdsa.ExportExplicitParameters(includePrivateParameters: false));
        byte[] explicitCurve = Keys.Public(withParameters);
        byte[] unknownCurve = Keys.Public(Keys.Ecdsa);
        unknownCurve[22] = 0x77; // the last arc of the curve's name
        foreach (var (key, kind) in ((byte[] Key, DiagnosticKind Kind)[])
        [
            (Keys.Public(small), KeySize), (Keys.PublicPem(small), KeySize),
            (Keys.Public(p384), KeyCurve), (Keys.PublicPem(p384), KeyCurve),
            (Keys.Private(Keys.Ecdsa), KeyUnreadable), (Keys.PrivatePem(Keys.Ecdsa), KeyUnreadable),
            (Keys.PrivatePem(small), KeyUnreadable), (small.ExportRSAPublicKey(), KeyUnreadable),
            (explicitCurve, KeyCurve), (unknownCurve, KeyCurve),
            ([], KeyUnreadable), ([1, 2, 3], KeyUnreadable), (Keys.Public(Keys.Ecdsa)[..^1], KeyUnreadable),
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
        _bench.With("app.tbf", Plain).With("dir/file", []);
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
        Element(0x8E01, [.. rows.SelectMany(row => (byte[])[.. row, .. U32(4, 4)])]);

    private static byte[] Table(int kind, int entrySize, uint offset, uint size) =>
        Element(0x8E02, [.. U16(kind, entrySize), .. U32(offset, size, 0)]);

    /// <summary>A TBF with a signature of either kind.</summary>
    private static byte[] Signed() => Build([], covered =>
    [
        Footer(128, 2,
        [
            .. Keys.Rsa.ExportParameters(false).Modulus!,
            .. Keys.Rsa.SignData(covered, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
        ]),
        Footer(128, 6, Keys.Ecdsa.SignData(covered, HashAlgorithmName.SHA256)),
    ]);

    private static DiagnosticKind KindOf(Enum rule) =>
        rule is TbfRule tbfRule ? RuleCatalogue.Of(tbfRule) : RuleCatalogue.Of((TabRule)rule);

    private static IEnumerable<string> Codes(params DiagnosticKind[] kinds) => kinds.Select(kind => kind.Code);

    private void VerifyWith(byte[] key, byte[] file, params DiagnosticKind[] expected)
    {
        _bench.With("key", key);
        Verify(file, "--public-key ~/key", expected);
    }

    private void Verify(byte[] file, string options, params DiagnosticKind[] expected)
    {
        var printed = _bench.With("file", file).Run($"verify {options} ~/file");
        Assert.Equal(Codes(expected), printed.Codes);
        Assert.Equal(expected is [] ? 0 : 1, printed.Status);
    }
}
