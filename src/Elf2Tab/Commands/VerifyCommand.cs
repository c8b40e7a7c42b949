using System.CommandLine;
using System.Globalization;
using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Files;
using Elf2Tab.Plan;
using Elf2Tab.Reports;
using Elf2Tab.Verification;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab verify FILE...</c>: would a kernel load it?</summary>
internal sealed class VerifyCommand : ToolCommand
{
    private static readonly string[] OfMemory = ["--stack", "--app-heap", "--kernel-heap", "--minimum-ram-size"];

    /// <summary>Options of a conversion that show in what is compared with an ELF.</summary>
    private static readonly string[] OfConversion =
        [.. OfMemory, "--load", "--relocations", "--relocate-by", "--load-info", "--no-fixed-addresses", "--disable", "--sticky"];

    private readonly ValueOption<string?> _elf = ValueOption.Path("--elf", "Compare the TBF with this ELF, loaded.", ".elf");

    private readonly ValueOption<string?> _publicKey =
        ValueOption.Path("--public-key", "Check signatures with this key (PEM or DER, RSA-4096 or P-256).", ".pem", ".der", ".pub");

    private readonly ValueOption<(ushort, ushort)?> _kernel =
        new("--kernel", new("MAJOR.MINOR", "a version such as 2.1", ParseVersion), "Would this kernel take it?");

    private readonly ValueOption<uint?> _flashAddress =
        new("--flash-address", NumberValues.Address, "Would it load with the TBF at this address?");

    private readonly ValueOption<(uint From, ulong To, bool IsStart)?> _ramAddress = new(
        "--ram-address",
        new("ADDRESS|FROM..TO", "an address, or two such as 0x20000000..0x20010000", ParseRam),
        "Would it load with its RAM at this address, or with this RAM?");

    private readonly ValueOption<uint?> _granule = new(
        "--protection-granule", NumberValues.PowerOfTwo, "Warn where rights differ inside so many bytes of a RAM-loaded app.");

    private readonly ValueOption<ProtectionUnit?> _machine = new(
        "--machine",
        new("NAME", "a processor such as cortex-m4, rv32imac or i386", ProtectionUnit.Named)
        {
            Completions = ChoiceValues.Proposing(Operands.Architectures),
        },
        "The processor, for --flash-address and --ram-address [default: as --elf or the member's name says].");

    private readonly Option<bool> _json = Flags.Json("docs/inspect.md");
    private readonly Option<bool> _quiet = Flags.Of("--quiet", "Print why a file would not load, and nothing of one that would.", "-q");

    /// <summary>The command.</summary>
    public VerifyCommand()
        : base("verify", "say whether a kernel would load an app, and is what the ELF gives")
    {
        Add(Operands.Files(".tab", ".tbf"));
        Add(_elf);
        Add(_publicKey);
        Add(_kernel);
        Add(_flashAddress);
        Add(_ramAddress);
        Add(_granule);
        Add(_machine);
        Add(_json);
        Add(_quiet);
    }

    /// <inheritdoc/>
    public override string Introduction => """
        Says whether a kernel would load TBFs and TABs, and if not, why.

        Usage: elf2tab verify [OPTIONS] <FILE>...

          elf2tab verify --kernel 2.1 blink.tab
          elf2tab verify --elf build/blink.elf build/blink.tbf
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<OptionGroup> Groups =>
        [
            new("The kernel and its memory", "--kernel", "--flash-address", "--ram-address", "--protection-granule", "--machine", "--public-key"),
            new("The ELF that it was made of, and how", ["--elf", .. OfConversion]),
        ];

    /// <inheritdoc/>
    public override IEnumerable<string> NamesOfMore => OfConversion;

    /// <inheritdoc/>
    protected override Option? Make(string name) => OfConversion.Contains(name) ? ConversionOptions.MakeOfTbf(name) : null;

    /// <inheritdoc/>
    protected override bool Compares(Invocation invocation) => true;

    /// <summary>Runs the command.</summary>
    /// <returns>0: all would load, and are what the ELF gives; 1: one would not, or is not; 2: it could not be told.</returns>
    protected override ExitStatus Run(Invocation invocation)
    {
        var (files, diagnostics) = (invocation.Operands, invocation.Diagnostics);
        string? elf = invocation.Value(_elf);
        if (files.Count == 0)
            throw diagnostics.Fail(Catalogue.NoInput, "no file to verify", "name at least one file: `elf2tab verify app.tab`");
        if (elf is not null && files.Count > 1)
        {
            throw diagnostics.Fail(
                Catalogue.WrongFileCount,
                $"--elf compares one file, {files.Count} are given",
                "give one file, or leave out `--elf`");
        }
        if (elf is null && OfConversion.FirstOrDefault(invocation.Has) is { } alone)
            throw diagnostics.Fail(Catalogue.MissingOption, $"{alone} says how a TBF was made of an ELF: it needs --elf");
        ConversionOptions.CheckTbf(name => invocation.Has("--" + name), diagnostics);
        string? key = invocation.Value(_publicKey);
        var ram = invocation.Value(_ramAddress);
        var verification = new VerificationOfFiles(new VerifyOptions(
            elf,
            key,
            key is null ? null : KeyFiles.ReadPublic(key, diagnostics),
            new Platform
            {
                Kernel = invocation.Value(_kernel),
                FlashAddress = invocation.Value(_flashAddress),
                Ram = ram is { } range ? (range.From, range.To) : null,
                IsRamStart = ram is { IsStart: true },
                Granule = invocation.Value(_granule),
                Unit = invocation.Value(_machine),
            },
            new Expectation(
                invocation.Settings(new ConvertOptions()),
                IsMemoryGiven: OfMemory.Any(invocation.Has),
                IsRelocatorGiven: invocation.Has("--relocate-by"))));
        diagnostics.IsQuiet = invocation.Value(_quiet);
        var worst = ExitStatus.Success;
        var verified = files.Select(TryVerify).OfType<VerifiedFile>();
        var writer = invocation.Terminal.Out;
        if (invocation.Value(_json))
            new VerifyReport(VerifyReport.CurrentSchemaVersion, verified).Print(writer);
        foreach (var file in invocation.Value(_json) ? [] : verified)
        {
            if (!file.IsGood || !diagnostics.IsQuiet)
                file.Print(writer);
        }
        return worst;

        VerifiedFile? TryVerify(string file)
        {
            try
            {
                var answer = verification.VerifyFile(file, diagnostics);
                if (!answer.IsGood && worst == ExitStatus.Success)
                    worst = ExitStatus.Difference;
                return answer;
            }
            catch (InputException)
            {
                worst = ExitStatus.Failure; // reported; the other files are verified all the same
                return null;
            }
        }
    }

    private static (ushort Major, ushort Minor)? ParseVersion(string text)
    {
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0
            && ushort.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out ushort major)
            && ushort.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort minor)
                ? (major, minor)
                : null;
    }

    private static (uint From, ulong To, bool IsStart)? ParseRam(string text)
    {
        if (NumberValues.ParseSize(text) is { } start)
            return (start, 1UL << 32, true);
        int dots = text.IndexOf("..", StringComparison.Ordinal);
        return dots > 0
            && NumberValues.ParseSize(text[..dots]) is { } from
            && NumberValues.ParseSize(text[(dots + 2)..]) is { } to
            && from < to
                ? (from, to, false)
                : null;
    }

    /// <summary>What is asked for.</summary>
    /// <param name="Elf">The ELF from which the TBF was made.</param>
    /// <param name="PublicKey">Path of a public key for the signatures.</param>
    /// <param name="Key">The key.</param>
    /// <param name="Platform">Where the app would be loaded.</param>
    /// <param name="Expected">How the TBF was made from the ELF, as far as that shows in it.</param>
    private sealed record VerifyOptions(
        string? Elf, string? PublicKey, SignatureCredential? Key, Platform Platform, Expectation Expected);

    private sealed class VerificationOfFiles(VerifyOptions options)
    {
        public VerifiedFile VerifyFile(string file, DiagnosticSink diagnostics)
        {
            var bytes = InputFile.ReadOutput(file, diagnostics);
            var done = new List<string>();
            return diagnostics.About(file, elf => diagnostics.About(file, loading =>
            {
                Verify(bytes, new FileChecks(loading, elf, done));
                return new VerifiedFile(
                    file,
                    !loading.HasErrors,
                    options.Elf,
                    options.Elf is null ? null : !elf.HasErrors,
                    done,
                    [.. loading.Errors.Concat(elf.Errors).Select(ProblemReport.Of)]);
            }));
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
            if (options.Key is not null)
                CheckSignatures(reading, options.Key, checks);
            ProtectionUnit? unit = null;
            if (options.Elf is not null)
                unit = CompareWithElf(reading, options.Elf, checks);
            unit ??= member is null ? null : ProtectionUnit.Named(member);
            var platform = options.Platform.Unit is null ? options.Platform with { Unit = unit } : options.Platform;
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
                    checks.Did($"the {footer.Format} signature at 0x{footer.Offset:x} was made with the key {options.PublicKey}");
            }
        }

        /// <summary>Compares, and says for which processors the ELF is.</summary>
        private ProtectionUnit? CompareWithElf(TbfReading reading, string path, FileChecks checks) =>
            InputFile.Use(path, checks.Elf, (source, found) =>
            {
                var elf = ElfFile.Read(source, found);
                foreach (string difference in ElfCheck.Differences(elf, reading, options.Expected))
                    checks.Elf.Report(Catalogue.ElfDiffers, difference);
                checks.Did($"bytes, entry point, relocations and header against {path}");
                return Machine.ProtectionUnitOf(elf);
            });
    }
}
