using System.Collections.Immutable;
using System.Globalization;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Files;
using Elf2Tab.Keys;
using Elf2Tab.Plan;
using Elf2Tab.Verification;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Commands;

/// <summary>Options of <c>verify</c>.</summary>
internal sealed record VerifyOptions
{
    /// <summary>The files.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>The ELF from which the TBF was made.</summary>
    public string? Elf { get; init; }

    /// <summary>A public key for the signatures.</summary>
    public string? PublicKey { get; init; }

    /// <summary>Where the app would be loaded.</summary>
    public Platform Platform { get; init; } = new();

    /// <summary>How the TBF was made from the ELF, as far as that shows in it.</summary>
    public ConvertOptions Convert { get; init; } = new();
}

/// <summary><c>elf2tab verify FILE...</c>: would a kernel load it?</summary>
internal sealed class VerifyCommand
{
    /// <summary>Options of a conversion that show in what is compared with an ELF.</summary>
    private static readonly string[] OfConversion =
    [
        "stack", "app-heap", "kernel-heap", "minimum-ram-size", "load", "relocations", "relocate-by", "load-info", "no-fixed-addresses",
        "disable", "sticky",
    ];

    private static readonly string[] OfMemory = ["stack", "app-heap", "kernel-heap", "minimum-ram-size"];

    private static readonly OptionValue Address = new("ADDRESS", "a number, decimal or 0x hexadecimal");

    private static readonly OptionTable<VerifyOptions> Options = new(
        [
            new("elf", '\0', OptionArity.One, OptionValue.Path, "Compare the TBF with this ELF, loaded.", (o, v) => o with { Elf = v }),
            new("public-key", '\0', OptionArity.One, OptionValue.Path, "Check signatures with this key (PEM or DER, RSA-4096 or P-256).",
                (o, v) => o with { PublicKey = v }),
            new("kernel", '\0', OptionArity.One, new("MAJOR.MINOR", "a version such as 2.1"), "Would this kernel take it?",
                (o, v) => ParseVersion(v) is { } version ? On(o, o.Platform with { Kernel = version }) : null),
            new("flash-address", '\0', OptionArity.One, Address, "Would it load with the TBF at this address?",
                (o, v) => ConvertOptionTable.ParseSize(v) is { } address ? On(o, o.Platform with { FlashAddress = address }) : null),
            new("ram-address", '\0', OptionArity.One, new("ADDRESS|FROM..TO", "an address, or two such as 0x20000000..0x20010000"),
                "Would it load with its RAM at this address, or with this RAM?", ApplyRam),
            new("protection-granule", '\0', OptionArity.One, ConvertOptionTable.Granule,
                "Warn where rights differ inside so many bytes of a RAM-loaded app.",
                (o, v) => ConvertOptionTable.ParseGranule(v) is { } granule ? On(o, o.Platform with { Granule = granule }) : null),
            new("machine", '\0', OptionArity.One, new("NAME", "a processor such as cortex-m4, rv32imac or i386"),
                "The processor, for --flash-address and --ram-address [default: as --elf or the member's name says].",
                (o, v) => ProtectionUnit.Named(v) is { } unit ? On(o, o.Platform with { Unit = unit }) : null),
            .. ConvertOptionTable.OfTbf.Where(option => OfConversion.Contains(option.Name)).Select(option =>
                option.Within<VerifyOptions>(o => o.Convert, (o, convert) => o with { Convert = convert })),
        ],
        (options, argument) => options with { Files = options.Files.Add(argument) });

    private static readonly Command<VerifyOptions> Command = new(Options, () => $"""
        Says whether a kernel would load TBFs and TABs, and if not, why.

        Usage: elf2tab verify [OPTIONS] <FILE>...

        Options:
        {Options.Describe()}
        """, Compares: _ => true);

    private readonly VerifyOptions _options;
    private readonly SignatureCredential? _key;
    private readonly Expectation _expected;

    private VerifyCommand(VerifyOptions options, SignatureCredential? key, Expectation expected) =>
        (_options, _key, _expected) = (options, key, expected);

    /// <summary>Runs the command.</summary>
    /// <returns>0: all would load, and are what the ELF gives; 1: one would not, or is not; 2: it could not be told.</returns>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal) =>
        Command.Run(new VerifyOptions(), arguments, terminal, (parsed, diagnostics) =>
        {
            var options = parsed.Options;
            if (options.Files.IsEmpty)
                throw diagnostics.Fail(Catalogue.NoInput, "no file to verify", "name at least one file: `elf2tab verify app.tab`");
            if (options.Elf is not null && options.Files.Length > 1)
                throw diagnostics.Fail(
                    Catalogue.WrongFileCount,
                    $"--elf compares one file, {options.Files.Length} are given",
                    "give one file, or leave out `--elf`");
            if (options.Elf is null && OfConversion.FirstOrDefault(parsed.Given.Contains) is { } alone)
                throw diagnostics.Fail(Catalogue.MissingOption, $"--{alone} says how a TBF was made of an ELF: it needs --elf");
            ConvertOptionTable.CheckTbf(parsed.Given, diagnostics);
            var key = options.PublicKey is null ? null : ReadKey(options.PublicKey, diagnostics);
            var expected = new Expectation(
                options.Convert,
                IsMemoryGiven: OfMemory.Any(parsed.Given.Contains),
                IsRelocatorGiven: parsed.Given.Contains("relocate-by"));
            var command = new VerifyCommand(options, key, expected);
            var worst = ExitStatus.Success;
            foreach (string file in options.Files)
            {
                try
                {
                    var status = command.VerifyFile(file, terminal.Out, diagnostics);
                    worst = status > worst ? status : worst;
                }
                catch (InputException)
                {
                    worst = ExitStatus.Failure; // reported; the other files are verified all the same
                }
            }
            return worst;
        });

    private ExitStatus VerifyFile(string file, TextWriter writer, DiagnosticSink diagnostics)
    {
        var bytes = InputFile.ReadOutput(file, diagnostics);
        var done = new List<string>();
        var (wouldLoad, isOfElf) = diagnostics.About(file, elf => diagnostics.About(file, loading =>
        {
            Verify(bytes, new FileChecks(loading, elf, done));
            return (!loading.HasErrors, !elf.HasErrors);
        }));
        string answer = wouldLoad ? "would load" : "would not load";
        if (_options.Elf is not null)
            answer += $", {(wouldLoad == isOfElf ? "and" : "but")} {(isOfElf ? "is" : "is not")} what {_options.Elf} gives";
        writer.WriteLine(PrintedText.Printable($"{file}: {answer}"));
        foreach (string check in done)
            writer.WriteLine(PrintedText.Printable($"  checked: {check}"));
        return wouldLoad && isOfElf ? ExitStatus.Success : ExitStatus.Difference;
    }

    /// <summary>What was found about a file, and what was looked at.</summary>
    /// <param name="Loading">Why it would not load.</param>
    /// <param name="Elf">In what it is not what the ELF gives.</param>
    /// <param name="Done">What was checked, in words.</param>
    /// <param name="Member">The member of the file, a TAB, that it is about; null: the file as a whole.</param>
    private sealed record FileChecks(DiagnosticSink Loading, DiagnosticSink Elf, List<string> Done, string? Member = null)
    {
        /// <summary>These checks, for a member of the file.</summary>
        public FileChecks In(string member) => new(Loading.In(member), Elf.In(member), Done, member);

        /// <summary>Notes what was checked.</summary>
        public void Did(string check) => Done.Add(Member is null ? check : $"{Member}: {check}");
    }

    private void Verify(ReadOnlyMemory<byte> bytes, FileChecks checks)
    {
        if (!TabReader.IsTar(bytes.Span))
        {
            VerifyTbf(bytes, member: null, checks);
            return;
        }
        var tab = TabReader.Read(bytes);
        checks.Loading.Report(tab.Findings);
        foreach (var member in tab.Tbfs)
            VerifyTbf(member.Bytes, member.Name, checks.In(member.Name));
    }

    /// <param name="bytes">A TBF.</param>
    /// <param name="member">Its name in a TAB; null: it is a file.</param>
    /// <param name="checks">Takes what is found.</param>
    private void VerifyTbf(ReadOnlyMemory<byte> bytes, string? member, FileChecks checks)
    {
        var reading = TbfReader.Read(bytes);
        checks.Loading.Report(reading.Findings);
        checks.Did("header, elements, checksum, footers");
        if (!reading.Findings.IsEmpty)
            return;
        if (reading.IsPadding)
        {
            checks.Loading.Report(Catalogue.NoAppInTbf, "it is padding between apps: a header without elements");
            return;
        }
        if (member is null && HasMoreBehind(reading))
        {
            checks.Loading.Report(
                Catalogue.BytesBehindTbf,
                $"the TBF ends at 0x{reading.TotalSize:x}, and the {bytes.Length - reading.TotalSize} bytes behind it are not those of erased "
                + "flash (all 0xff, or all 0)");
        }
        var loading = RamAppCheck.Check(reading);
        checks.Loading.Report(loading, withPlace: false);
        if (!loading.IsEmpty)
            return;
        foreach (var hash in reading.Footers.Where(footer => footer.IsHash))
            checks.Did($"{hash.Format} of the first {reading.BinaryEndOffset} bytes is {Convert.ToHexStringLower(hash.Data.Span)}");
        if (_key is not null)
            CheckSignatures(reading, _key, checks);
        ProtectionUnit? unit = null;
        if (_options.Elf is not null)
            unit = CompareWithElf(reading, _options.Elf, checks);
        unit ??= member is null ? null : ProtectionUnit.Named(member);
        var platform = _options.Platform.Unit is null ? _options.Platform with { Unit = unit } : _options.Platform;
        foreach (string check in platform.Check(reading, checks.Loading))
            checks.Did(check);
    }

    /// <summary>Whether something else follows than what erased flash reads as.</summary>
    private static bool HasMoreBehind(TbfReading reading)
    {
        var behind = reading.Bytes.Span[(int)reading.TotalSize..];
        return behind.ContainsAnyExcept((byte)0xFF) && behind.ContainsAnyExcept((byte)0);
    }

    private void CheckSignatures(TbfReading reading, SignatureCredential key, FileChecks checks)
    {
        var footers = reading.Footers.Where(footer => footer.Format == key.Format).ToList();
        if (footers.Count == 0)
            checks.Loading.Report(Catalogue.SignatureMissing, $"there is no {key.Format} footer");
        var covered = reading.Bytes.Span[..(int)reading.BinaryEndOffset];
        foreach (var footer in footers)
        {
            if (!key.Verify(covered, footer.Data.Span))
                checks.Loading.Report(
                    Catalogue.SignatureInvalid,
                    $"the {footer.Format} footer at 0x{footer.Offset:x} was not made with this key over these bytes");
            else
                checks.Did($"the {footer.Format} signature at 0x{footer.Offset:x} was made with the key {_options.PublicKey}");
        }
    }

    /// <summary>Compares, and says for which processors the ELF is.</summary>
    private ProtectionUnit? CompareWithElf(TbfReading reading, string path, FileChecks checks) =>
        InputFile.Use(path, checks.Elf, (source, found) =>
        {
            var elf = ElfFile.Read(source, found);
            foreach (string difference in ElfCheck.Differences(elf, reading, _expected))
                checks.Elf.Report(Catalogue.ElfDiffers, difference);
            checks.Did($"bytes, entry point, relocations and header against {path}");
            return Machine.ProtectionUnitOf(elf);
        });

    private static SignatureCredential ReadKey(string path, DiagnosticSink diagnostics)
    {
        if (!OpenSsl.IsAvailable())
            throw diagnostics.Fail(Catalogue.NoCryptography, "signatures need OpenSSL, which is not installed");
        return InputFile.Use(path, diagnostics, (source, found) => PublicKeyFile.Read(
            source.Read(0, Math.Min(source.Length, PrivateKeyFile.LargestFile)).ToArray(), found));
    }

    private static VerifyOptions On(VerifyOptions options, Platform platform) => options with { Platform = platform };

    private static (ushort Major, ushort Minor)? ParseVersion(string text)
    {
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0
            && ushort.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out ushort major)
            && ushort.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort minor)
                ? (major, minor)
                : null;
    }

    private static VerifyOptions? ApplyRam(VerifyOptions options, string text)
    {
        if (ConvertOptionTable.ParseSize(text) is { } start)
            return On(options, options.Platform with { Ram = (start, 1UL << 32), IsRamStart = true });
        return ParseRange(text) is { } range ? On(options, options.Platform with { Ram = range, IsRamStart = false }) : null;
    }

    private static (uint From, uint To)? ParseRange(string text)
    {
        int dots = text.IndexOf("..", StringComparison.Ordinal);
        return dots > 0
            && ConvertOptionTable.ParseSize(text[..dots]) is { } from
            && ConvertOptionTable.ParseSize(text[(dots + 2)..]) is { } to
            && from < to
                ? (from, to)
                : null;
    }
}
