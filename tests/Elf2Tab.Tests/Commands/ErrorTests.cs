using System.Security.Cryptography;
using System.Text;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Tests.Diagnostics;
using Elf2Tab.Tests.Elf;
using Tests.Shared;

namespace Elf2Tab.Tests.Commands;

/// <summary>Every diagnostic of the catalogue is provoked by a command line and files as a user would have them.</summary>
public sealed class ErrorTests
{
    /// <summary>Converts app.elf without a word. A tilde stands for the directory of the test.</summary>
    private const string Good = "~/app.elf -o ~/out.tab --kernel-major 2 --deterministic";
    private const string Rsa = Good + " --rsa4096-private ~/key";
    private const string Ecdsa = Good + " --ecdsa-nist-p256-private ~/key";

    private static readonly Dictionary<DiagnosticKind, string> NotProvoked = new()
    {
        [Catalogue.InvalidBuildDate] = "needs an environment variable: Acceptance.Tests",
        [Catalogue.NoCryptography] = "needs a machine without OpenSSL",
        [Catalogue.PartlyReplaced] = "needs a mount: Acceptance.Tests",
        [Catalogue.DirectoryLocked] = "needs another program: OutputFilesTests",
        [Catalogue.TooManySegments] = "needs a table of two megabytes: ElfFileTests",
        [Catalogue.CheckFailed] = "would be a fault of the program: ConverterTests",
        [Catalogue.TooFewResources] = "needs a system without memory: ProgramTests",
        [Catalogue.ProgramFault] = "would be a fault of the program: ProgramTests",
    };

    private static readonly Case[] Cases = [.. CommandLine(), .. Files(), .. ElfFiles(), .. Conversions(), .. Keys()];

    /// <param name="Kind">What is reported.</param>
    /// <param name="Arguments">Separated by spaces; a tilde stands for the directory.</param>
    private sealed record Case(DiagnosticKind Kind, string Arguments)
    {
        public byte[] Elf { get; init; } = Apps.Fixed().Build();

        public byte[] Key { get; init; } = [];
    }

    public static TheoryData<int, string> Rows()
    {
        var rows = new TheoryData<int, string>();
        foreach (var (index, row) in Cases.Index())
            rows.Add(index, row.Kind.Code);
        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Causes_have_their_code_and_status_and_errors_change_nothing(int index, string code)
    {
        var row = Cases[index];
        using var directory = new Bench();
        Directory.CreateDirectory(directory["dir"]);
        foreach (var (name, bytes) in (ReadOnlySpan<(string, byte[])>)
        [
            ("app.elf", row.Elf), ("app.axf", row.Elf), ("b.tbf", row.Elf), ("key", row.Key), ("app.tbf", [1]), ("out.tab", [2]),
        ])
        {
            directory.With(name, bytes);
        }
        string before = directory.Content;
        var (status, output, error) = directory.Run(row.Arguments);

        bool isError = row.Kind.Severity == Severity.Error;
        Assert.Equal((!isError ? 0 : row.Kind.Number < 100 ? 2 : 1, ""), (status, output));
        string line = Assert.Single(error.Split('\n'), line => line.Contains($" {code}: ", StringComparison.Ordinal));
        if (row.Kind.Number >= 200 && row.Kind != Catalogue.NoKernelVersion)
            Assert.StartsWith(directory[row.Kind.Number < 400 ? "app.elf" : "key"] + ": ", line, StringComparison.Ordinal);
        if (isError)
            Assert.Equal(before, directory.Content);
        else
            Assert.All(["app.tbf", "out.tab"], made => Assert.InRange(new FileInfo(directory[made]).Length, 128, 100_000));
    }

    [Fact]
    public void Every_kind_is_provoked_or_excused() =>
        Assert.Equal(
            Kinds.All.Select(kind => kind.Code).Order(),
            Cases.Select(row => row.Kind).Concat(NotProvoked.Keys).Concat(Kinds.All.Where(IsProvokedElsewhere))
                .Select(kind => kind.Code).Distinct().Order());

    /// <summary>
    /// RAM-loaded apps, padding and budgets have tables of their own, and so has what the tests of rules for make, patterns,
    /// manifests, images, boards, sizes, edits, signatures from elsewhere and of `verify` provoke.
    /// </summary>
    private static bool IsProvokedElsewhere(DiagnosticKind kind) =>
        kind.Number is (>= 221 and <= 223) or (>= 17 and <= 20) or (>= 23 and <= 26) or 32 or 33 or (>= 110 and <= 136) or (>= 324 and <= 399)
            or (>= 470 and <= 649);

    [Fact]
    public void Without_a_cause_nothing_is_reported()
    {
        using var directory = new Bench();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        directory.With("app.elf", Apps.Fixed().Build()).With("key", key.ExportPkcs8PrivateKey());

        Assert.Equal(new Printed(0, "", ""), directory.Run(Ecdsa));
        Assert.Equal(["app.elf", "app.tbf", "key", "out.tab"], directory.Names);
    }

    private static IEnumerable<Case> CommandLine() =>
    [
        new(Catalogue.UnknownOption, Good + " --bogus"),
        new(Catalogue.MissingValue, Good + " --stack"),
        new(Catalogue.InvalidValue, Good + " --stack big"),
        new(Catalogue.UnexpectedValue, Good + " --verbose=1"),
        new(Catalogue.RepeatedOption, Good + " --deterministic"),
        new(Catalogue.NoInput, ""),
        new(Catalogue.ConflictingOptions, Good + " --minimum-ram-size 1 --stack 1"),
        new(Catalogue.MissingOption, "~/app.elf --kernel-minor 1"),
        new(Catalogue.NoArchitecture, Good + " ~/app.elf,"),
        new(Catalogue.DuplicateArchitecture, Good + " ~/app.elf"),
        new(Catalogue.DuplicateArchitecture, Good + " ~/app.axf,app"),
        new(Catalogue.DuplicateOutput, Good + " ~/app.axf,b"),
        new(Catalogue.DuplicateOutput, "~/app.elf -o ~/new --depfile ~/dir/../new"),
        new(Catalogue.DuplicateOutput, "~/app.elf -o ~/out --tbf ~/dir/../out"),
        new(Catalogue.OutputNamedOtherwise, "~/app.elf -o ~/app.tbf"),
        new(Catalogue.OutputNamedOtherwise, "~/app.elf -o ~/new.tab --tbf ~/new.TAB"),
        new(Catalogue.PlaceNotSaid, "~/app.elf -o -"),
        new(Catalogue.PlaceNotSaid, "-,cortex-m4 -o ~/new.tab"),
        new(Catalogue.NoArchitecture, "- -o ~/new.tab --no-tbf"),
        new(Catalogue.WrongFileCount, Good + " ~/app.axf,b --tbf ~/new.tbf"),
        new(Catalogue.ConflictingOptions, Good + " --no-tab"),
        new(Catalogue.ConflictingOptions, Good + " --no-tbf --tbf ~/new.tbf"),
        new(Catalogue.ConflictingOptions, Good + " --no-tbf --tbf-dir ~/dir"),
        new(Catalogue.ConflictingOptions, Good + " --tbf ~/new.tbf --tbf-dir ~/dir"),
        new(Catalogue.ConflictingOptions, "~/app.elf --no-tab --no-tbf --depfile ~/rule"),
        new(Catalogue.OutputIsInput, "~/app.elf -o ~/app.elf"),
        new(Catalogue.OutputIsInput, "~/b.tbf -o ~/out.tab"),
        new(Catalogue.OutputIsInput, "~/app.elf -o ~/key --rsa4096-private ~/key"),
        new(Catalogue.NoInput, "inspect"),
        new(Catalogue.NoInput, "verify"),
        new(Catalogue.WrongFileCount, "verify --elf ~/app.elf ~/app.tbf ~/b.tbf"),
        new(Catalogue.WrongFileCount, "diff ~/app.tbf"),
        new(Catalogue.WrongFileCount, "diff ~/app.tbf ~/app.tbf ~/app.tbf"),
        new(Catalogue.WrongFileCount, "sign -o ~/new.tbf --sha256"),
        new(Catalogue.WrongFileCount, "sign -o ~/new.tbf --sha256 ~/app.tbf ~/b.tbf"),
        new(Catalogue.NoOutput, "sign --sha256 ~/app.tbf"),
        new(Catalogue.NoCredentials, "sign -o ~/new.tbf ~/app.tbf"),
        new(Catalogue.InvalidValue, "verify --kernel 2 ~/app.tbf"),
        new(Catalogue.InvalidValue, "verify --kernel 2.70000 ~/app.tbf"),
        new(Catalogue.InvalidValue, "verify --flash-address 0x100000000 ~/app.tbf"),
        new(Catalogue.InvalidValue, "verify --ram-address 0x100000000 ~/app.tbf"),
        new(Catalogue.InvalidValue, "verify --protection-granule 24 ~/app.tbf"),
        new(Catalogue.InvalidValue, Good + " --load-info tlvs"),
        new(Catalogue.InvalidValue, Good + " --protection-granule 0"),
        new(Catalogue.InvalidValue, "verify --ram-address 0x20000000..0x20000000 ~/app.tbf"),
        new(Catalogue.InvalidValue, "diff --ignore name ~/app.tbf ~/app.tbf"),
        new(Catalogue.NameNotInRule, "~/app.elf -o ~/a\tb --kernel-major 2 --depfile ~/rule"),
        new(Catalogue.PatternWithArchitecture, "~/*.elf,m4 -o ~/out.tab"),
        new(Catalogue.ManifestInvalid, "build ~/key") { Key = [.. "="u8] },
    ];

    private static IEnumerable<Case> Files() =>
    [
        new(Catalogue.NotFound, Good + " ~/none.elf"),
        new(Catalogue.NotFound, Good + " ~/none/none.elf"),
        new(Catalogue.NotFound, Good + " --rsa4096-private ~/none"),
        new(Catalogue.CannotRead, Good + " ~/dir"),
        new(Catalogue.CannotRead, Good + " --rsa4096-private ~/dir"),
        new(Catalogue.CannotWrite, "~/app.elf -o ~/none/out.tab"),
        new(Catalogue.CannotWrite, "~/app.elf -o ~/key/out.tab"),
        new(Catalogue.OutputOfOtherKind, "~/app.elf -o ~/app.axf"),
        new(Catalogue.OutputIsDirectory, "~/app.elf -o ~/dir"),

        new(Catalogue.NotFound, "inspect ~/none.tab"),
        new(Catalogue.NotFound, "sign ~/none.tbf -o ~/new.tbf --sha256"),
        new(Catalogue.NotFound, Ecdsa + " --key-password-file ~/none"),
        new(Catalogue.CannotRead, "sign ~/dir -o ~/new.tbf --sha256"),

        // A name that is too long is noticed when a file is given it.
        new(Catalogue.CannotWrite, $"~/app.elf -o ~/{new string('x', 300)}"),
    ];

    private static IEnumerable<Case> ElfFiles()
    {
        byte[] file = Apps.Fixed().Build();
        int symbols = file.Length - (3 * 40);
        return
        [
            new(Catalogue.Empty, Good) { Elf = [] },
            new(Catalogue.NotElf, Good) { Elf = [.. "#!/bin/sh"u8] },
            new(Catalogue.Truncated, Good) { Elf = file[..20] },
            new(Catalogue.BigEndian, Good) { Elf = With(5, 2) },
            new(Catalogue.UnknownClass, Good) { Elf = With(4, 3) },
            new(Catalogue.TableOutsideFile, Good) { Elf = file[..^1] },
            new(Catalogue.TableEntrySize, Good) { Elf = With(42, 56) },
            Segment(Catalogue.SegmentOutsideFile, new(0x1000, []) { FileOffset = 100_000, FileSize = 1 }),
            Segment(Catalogue.SegmentSizes, new(0x1000, [1, 2]) { MemorySize = 1 }),
            Segment(Catalogue.SegmentAddressWraps, new(0xFFFF_FFFF, [1, 2])),
            new(Catalogue.SectionOutsideFile, Good) { Elf = With(symbols - 40 + 17, 0x7F) },
            new(Catalogue.SectionNames, Good) { Elf = With(50, 99) },
            new(Catalogue.SymbolNames, Good) { Elf = With(symbols + 24, 99) },
            Converted(Catalogue.NotExecutable, Apps.Fixed() with { Type = ElfType.Relocatable }),
            WithSection(Catalogue.SectionNotLoaded, new(".more", SectionSpec.ProgramBits, Apps.Writable) { Address = 0x100, Bytes = [1] }),
            WithSection(Catalogue.ConstantsNotLoaded, new(".info", SectionSpec.ProgramBits, Apps.Allocated) { Address = 0x100, Bytes = [1] }),
            Converted(Catalogue.UndefinedSymbols, Apps.Fixed() with
            {
                Symbols = [new("_sram_origin", Apps.Ram), new("nowhere", 0) { Section = 0, Type = 0x10 }],
            }),
            Converted(Catalogue.NoEntry, AtZero(entry: 0)),
            Converted(Catalogue.EntryNotThumb, WithAttributes(Apps.Fixed() with { Machine = ElfMachine.Arm })),
            Converted(Catalogue.DebugFile, Apps.Fixed() with
            {
                Sections = [new(".text", SectionType.NoBits, Apps.Allocated | SectionFlags.Execute) { Address = Apps.Flash, Size = 64 }],
            }),
        ];

        static Case WithSection(DiagnosticKind kind, SectionSpec section) =>
            Converted(kind, Apps.Fixed() with { Sections = [.. Apps.Fixed().Sections, section] });

        // Executed in place, with the header below the app: it cannot be at 0, so it is loaded to RAM.
        static ElfBuilder AtZero(ulong entry) => new PieBuilder { StaticSymbols = [new("main", 0x10)] }.ToElf() with { Entry = entry };

        static ElfBuilder WithAttributes(ElfBuilder app) => app with { Sections = [.. app.Sections, Apps.ArmAttributes(10, 'M')] };

        byte[] With(int offset, byte value) => [.. file[..offset], value, .. file[(offset + 1)..]];

        static Case Segment(DiagnosticKind kind, SegmentSpec segment) =>
            Converted(kind, new ElfBuilder { Segments = [segment] });
    }

    private static IEnumerable<Case> Conversions()
    {
        var text = new SegmentSpec(Apps.Flash, Apps.Code(64));
        var fixedApp = Apps.Fixed();
        var moving = Apps.PositionIndependent();
        var table = moving.Sections[2];
        return
        [
            Converted(Catalogue.NothingToLoad, fixedApp with { Segments = [], Sections = [] }),
            Converted(Catalogue.NoFlashAddress, Apps.Fixed(Apps.Data(Apps.Flash, 64))),
            Converted(Catalogue.SegmentsOverlap, Apps.Fixed(text, Apps.Data(Apps.Flash + 63, 64))),
            Converted(Catalogue.LargeGap, Apps.Fixed(text, Apps.Data(Apps.Flash + 64 + 4096, 64))),
            Converted(Catalogue.TooLarge, fixedApp, " --max-size 100"),
            Converted(Catalogue.TooLarge, Apps.Fixed(text, Apps.Data(0xFFFF_0000, 64))),
            Converted(
                Catalogue.BytesBelowFlash,
                fixedApp with { Entry = Apps.Flash + 8, Symbols = [new("_flash_origin", Apps.Flash + 8), .. fixedApp.Symbols] }),
            Converted(Catalogue.ElfHeadersLoaded, new ElfBuilder
            {
                Entry = Apps.Flash,
                HasSections = false,
                Segments = [new SegmentSpec(Apps.Flash, []) { FileOffset = 0, FileSize = 128 + 4 }, new SegmentSpec(Apps.Flash + 132, Apps.Code(8))],
            }),
            Converted(Catalogue.EntryOutside, fixedApp with { Entry = 0 }),
            Converted(Catalogue.EntryTwice, Apps.Fixed(text, text with { PhysicalAddress = Apps.Flash + 64 })),
            Converted(Catalogue.ValueTooLarge, fixedApp, " --stack 4294967295"),
            Converted(Catalogue.HeaderTooLarge, fixedApp, " -n " + new string('n', 65_475)),
            Converted(Catalogue.TooManyStorageIds, fixedApp, " --read_ids 1 2 3 4 5 6 7 8 9"),
            Converted(Catalogue.ProtectedRegionTooSmall, fixedApp, " --protected-region-size 1"),
            Converted(
                Catalogue.ProtectedRegionOverruled,
                fixedApp with { Symbols = [new("tbf_protected_region_size", 128), .. fixedApp.Symbols] },
                " --protected-region-size 256"),
            Converted(Catalogue.NoRoomForHeader, Apps.Fixed(new SegmentSpec(0x40, Apps.Code(64)))),
            Converted(Catalogue.NoSectionHeaders, fixedApp with { HasSections = false }),
            Converted(Catalogue.NoSymbols, fixedApp with { Symbols = [] }),
            Converted(Catalogue.NoRamAddress, fixedApp with { Symbols = [new("main", 1)] }),
            WithTable(
                Catalogue.RelocationsLoaded,
                table with { Bytes = [], Size = 16, InSegment = 0, Address = Apps.Anywhere, Flags = Apps.Allocated }),
            WithTable(Catalogue.TrailerTypes, Apps.Table(".rel.data", (Apps.Ram, 10))),
            Moving(Catalogue.TrailerMoved, moving.Segments[0], moving.Segments[1], new(Apps.Anywhere + 80, Apps.Code(8))),
            Moving(Catalogue.TrailerUnaligned, moving.Segments[0], Apps.Data(Apps.Anywhere + 66, 16)),
            WithTable(Catalogue.AddendsIgnored, table with { Name = ".rela.data" }),
            new(Catalogue.NoKernelVersion, "~/app.elf -o ~/out.tab"),
            Converted(Catalogue.WarningsAreErrors, fixedApp with { Symbols = [] }, " --warnings-as-errors"),
        ];

        Case Moving(DiagnosticKind kind, params SegmentSpec[] segments) =>
            Converted(kind, moving with { Segments = [.. segments] });

        Case WithTable(DiagnosticKind kind, SectionSpec section) =>
            Converted(kind, moving with { Sections = [.. moving.Sections[..2], section] });
    }

    private static IEnumerable<Case> Keys()
    {
        using var rsa = RSA.Create(2048);
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var encryption = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1);
        byte[] good = p256.ExportPkcs8PrivateKey();
        byte[] damaged = [.. good];
        damaged.AsSpan(damaged.Length - 100).Fill(0xFF);
        return
        [
            new(Catalogue.KeyUnreadable, Rsa),
            new(Catalogue.KeyUnreadable, Ecdsa) { Key = [0x30, 0] },
            new(Catalogue.KeyUnreadable, Ecdsa) { Key = [0x30, 3, 2, 1, 0] },
            new(Catalogue.KeyUnreadable, Ecdsa) { Key = [.. "no key"u8] },
            new(Catalogue.KeyUnreadable, Ecdsa) { Key = [.. "-----BEGIN PRIVATE KEY-----\nAA"u8] },
            new(Catalogue.KeyUnreadable, Ecdsa) { Key = Text(PemEncoding.WriteString("PRIVATE KEY", [0, 0, 0])) },
            new(Catalogue.KeyUnreadable, Ecdsa) { Key = Text(PemEncoding.WriteString("OPENSSH PRIVATE KEY", good)) },
            new(Catalogue.KeyUnreadable, Ecdsa) { Key = good[..^1] },
            new(Catalogue.KeyUnreadable, Ecdsa) { Key = damaged },
            new(Catalogue.KeyUnreadable, Ecdsa) { Key = [.. good, .. new byte[1024 * 1024]] },
            new(Catalogue.KeyNotPkcs8, Rsa) { Key = rsa.ExportRSAPrivateKey() },
            new(Catalogue.KeyNotPkcs8, Rsa) { Key = Text(rsa.ExportRSAPrivateKeyPem()) },
            new(Catalogue.KeyNotPkcs8, Ecdsa) { Key = p256.ExportECPrivateKey() },
            new(Catalogue.KeyNotPkcs8, Rsa)
            {
                Key = Text("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n"),
            },
            new(Catalogue.KeyNotPkcs8, Ecdsa) { Key = Text(p256.ExportECPrivateKeyPem()) },
            new(Catalogue.KeyIsPublic, Rsa) { Key = rsa.ExportSubjectPublicKeyInfo() },
            new(Catalogue.KeyIsPublic, Rsa) { Key = rsa.ExportRSAPublicKey() },
            new(Catalogue.KeyIsPublic, Rsa) { Key = Text(rsa.ExportRSAPublicKeyPem()) },
            new(Catalogue.KeyIsPublic, Ecdsa) { Key = p256.ExportSubjectPublicKeyInfo() },
            new(Catalogue.KeyIsPublic, Ecdsa) { Key = Text(p256.ExportSubjectPublicKeyInfoPem()) },
            new(Catalogue.KeyEncrypted, Rsa) { Key = rsa.ExportEncryptedPkcs8PrivateKey("word", encryption) },
            new(Catalogue.KeyEncrypted, Ecdsa) { Key = Text(p256.ExportEncryptedPkcs8PrivateKeyPem("word", encryption)) },
            new(Catalogue.KeyPassword, Ecdsa + " --key-password-file ~/b.tbf")
            {
                Key = p256.ExportEncryptedPkcs8PrivateKey("word", encryption),
            },
            new(Catalogue.KeyEncryption, Ecdsa + " --key-password-file ~/b.tbf") { Key = Tests.SampleKeys.EncryptedOtherwise() },
            new(Catalogue.FooterTooSmall, "sign ~/key -o ~/new.tbf --sha256") { Key = RawTbf.App() },
            new(Catalogue.KeyAlgorithm, Rsa) { Key = good },
            new(Catalogue.KeyAlgorithm, Ecdsa) { Key = rsa.ExportPkcs8PrivateKey() },
            new(Catalogue.KeySize, Rsa) { Key = rsa.ExportPkcs8PrivateKey() },
            new(Catalogue.KeySize, Rsa) { Key = Text(rsa.ExportPkcs8PrivateKeyPem()) },
            new(Catalogue.KeyCurve, Ecdsa) { Key = p384.ExportPkcs8PrivateKey() },
            new(Catalogue.KeyCurve, Ecdsa) { Key = Text(p384.ExportPkcs8PrivateKeyPem()) },
        ];

        static byte[] Text(string pem) => Encoding.ASCII.GetBytes(pem);
    }

    private static Case Converted(DiagnosticKind kind, ElfBuilder app, string arguments = "") =>
        new(kind, Good + arguments) { Elf = app.Build() };
}
