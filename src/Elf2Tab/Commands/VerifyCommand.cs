using System.CommandLine;
using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Plan;
using Elf2Tab.Reports;
using Elf2Tab.Verification;

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
        new("--kernel", new("MAJOR.MINOR", "a version such as 2.1", Board.ParseVersion), "Would this kernel take it?");

    private readonly ValueOption<uint?> _flashAddress =
        new("--flash-address", NumberValues.Address, "Would it load with the TBF, or the first of several, at this address?");

    private readonly ValueOption<(uint From, ulong To, bool IsStart)?> _ramAddress = new(
        "--ram-address",
        new("ADDRESS|FROM..TO", "an address, or two such as 0x20000000..0x20010000", ParseRam),
        "Would it load with its RAM at this address, or with this RAM? Of several apps, all of them together.");

    private readonly ValueOption<uint?> _granule = new(
        "--protection-granule", NumberValues.PowerOfTwo, "Warn where rights differ inside so many bytes of a RAM-loaded app.");

    private readonly ValueOption<Processor?> _machine = BoardOptions.Machine(
        "The processor, for --flash-address and --ram-address [default: as --elf or the member's name says].");

    private readonly ValueOption<string?> _board = BoardOptions.File;
    private readonly ValueOption<uint?> _offset = BoardOptions.Offset;
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
        Add(_board);
        Add(_offset);
        Add(_json);
        Add(_quiet);
    }

    /// <inheritdoc/>
    public override string Introduction => """
        Says whether a kernel would load TBFs and TABs, and if not, why.

        Usage: elf2tab verify [OPTIONS] <FILE>...

          elf2tab verify --kernel 2.1 blink.tab
          elf2tab verify --ram-address 0x20004000..0x20010000 board.elf
          elf2tab verify --elf build/blink.elf build/blink.tbf
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<OptionGroup> Groups =>
        [
            new(
                "The kernel and its memory",
                ["--kernel", "--flash-address", "--ram-address", "--protection-granule", "--machine", "--board", "--offset", "--public-key"]),
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
        var verification = new FileVerification(VerifyOptionsOf(invocation));
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
                var answer = verification.Verify(file, diagnostics);
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

    private VerifyOptions VerifyOptionsOf(Invocation invocation)
    {
        string? key = invocation.Value(_publicKey);
        var board = BoardOptions.Read(invocation.Value(_board), invocation.Diagnostics);
        var ram = invocation.Value(_ramAddress);
        var processor = invocation.Value(_machine) ?? board.Processor;
        return new VerifyOptions(
            invocation.Value(_elf),
            key,
            key is null ? null : KeyFiles.ReadPublic(key, invocation.Diagnostics),
            new Platform
            {
                Kernel = invocation.Value(_kernel) ?? board.Kernel,
                FlashAddress = invocation.Value(_flashAddress),
                Ram = ram is { } range ? (range.From, range.To) : board.Ram,
                IsRamStart = ram is { IsStart: true },
                Granule = invocation.Value(_granule),
                Processor = processor,
                Unit = processor?.Unit,
            },
            new Expectation(
                invocation.Settings(new ConvertOptions()),
                IsMemoryGiven: OfMemory.Any(invocation.Has),
                IsRelocatorGiven: invocation.Has("--relocate-by")),
            invocation.Value(_offset));
    }

    private static (uint From, ulong To, bool IsStart)? ParseRam(string text)
    {
        if (NumberValues.ParseSize(text) is { } start)
            return (start, 1UL << 32, true);
        return BoardOptions.ParseRange(text) is var (from, to) ? (from, to, false) : null;
    }
}
