using System.Collections.Immutable;
using Elf2Tab.Building;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Elf2Tab.Plan;
using RunOption = Elf2Tab.CommandLine.SettingOption<Elf2Tab.Building.RunOptions>;
using TbfOption = Elf2Tab.CommandLine.SettingOption<Elf2Tab.Plan.ConvertOptions>;

namespace Elf2Tab.CommandLine;

/// <summary>The options of a conversion: upstream's, and ours. They are made by name, since a command line names few of them.</summary>
internal static class ConversionOptions
{
    /// <summary>All of them, in groups.</summary>
    public static ImmutableArray<OptionGroup> Groups =>
        [
            new("The app",
                "--package-name", "--app-version", "--kernel-major", "--kernel-minor", "--supported-boards", "--permissions", "--write_id",
                "--read_ids", "--access_ids", "--short-id", "--disable", "--sticky"),
            new("Memory",
                "--stack", "--app-heap", "--kernel-heap", "--minimum-ram-size", "--protected-region-size", "--padding", "--max-size",
                "--max-flash", "--max-ram"),
            new("The board", "--board"),
            new("Loading and relocations", "--load", "--relocations", "--relocate-by", "--load-info", "--protection-granule",
                "--no-fixed-addresses"),
            new("Hashes and signatures", [.. SigningOptionList.Names, "--minimum-footer-size"]),
            new("Outputs",
                "--output-file", "--no-tab", "--tbf-dir", "--tbf", "--no-tbf", "--depfile", "--deterministic", "--check"),
            new("Diagnostics", "--warnings-as-errors", "--allow", "--deny", "--quiet", "--verbose"),
        ];

    /// <summary>The names of all.</summary>
    public static IEnumerable<string> Names => Groups.SelectMany(group => group.Names);

    /// <summary>The names of those that say what is in a TBF.</summary>
    public static IEnumerable<string> NamesOfTbf => Names.Where(name => MakeOfTbf(name) is not null);

    /// <summary>Makes an option that says what is in a TBF; null: there is none of this name.</summary>
    /// <param name="name">With dashes: a name, or a letter.</param>
    public static TbfOption? MakeOfTbf(string name) => name switch
    {
        "--package-name" or "-n" => TbfOption.One(
            "--package-name", OptionValue.Text, "Name of the app.", (o, v) => o with { PackageName = v }).Or("-n"),
        "--stack" => Size(name, "Size of the stack [default: that of section .stack, or 2048].", (o, v) => o with { Stack = v }),
        "--app-heap" => Size(name, "Size of the app's heap [default: 1024].", (o, v) => o with { AppHeap = v }),
        "--kernel-heap" => Size(
            name, "RAM for the kernel's data about the app (grants) [default: 1024].", (o, v) => o with { KernelHeap = v }),
        "--minimum-ram-size" => Size(
            name, "All RAM of the app, in place of the sum of segments, stack and heaps.", (o, v) => o with { MinimumRamSize = v }),
        "--protected-region-size" => Size(
            name, "Bytes in front of the app, header included [default: as fits].", (o, v) => o with { ProtectedRegionSize = v }),
        "--kernel-major" => Version(
            name, "Kernel version that the app needs: at least MAJOR.MINOR, below MAJOR + 1.", (o, v) => o with { KernelMajor = v }),
        "--kernel-minor" => Version(name, "See --kernel-major [default: 0].", (o, v) => o with { KernelMinor = v }),
        "--app-version" => TbfOption.One(
            name, NumberValues.U32, "Version of the app [default: 0].", (o, v) => o with { AppVersion = v }),
        "--permissions" => TbfOption.Many(
            name,
            new OptionValue<(uint, uint)?>("DRIVER,COMMAND", "a driver and a command number, `1,0`", ParsePermission),
            "System calls that the app may make [default: all].",
            (o, v) => o with { Permissions = o.Permissions.Add(v) }),
        "--write_id" => TbfOption.One(
            name, NumberValues.Id, "Identifier of the data that the app stores.", (o, v) => o with { WriteId = v }),
        "--read_ids" => TbfOption.Many(
            name, NumberValues.Id, "Identifiers of stored data that the app may read.", (o, v) => o with { ReadIds = o.ReadIds.Add(v) }),
        "--access_ids" => TbfOption.Many(
            name,
            NumberValues.Id,
            "Identifiers of stored data that the app may change.",
            (o, v) => o with { AccessIds = o.AccessIds.Add(v) }),
        "--short-id" => TbfOption.One(
            name, NumberValues.NonZeroId, "Number that identifies the app.", (o, v) => o with { ShortId = v }),
        "--minimum-footer-size" => Size(
            name, "Space to reserve behind the app for credentials [default: 0].", (o, v) => o with { MinimumFooterSize = v }),
        "--padding" => TbfOption.One(
            name,
            PaddingValue.Value,
            "How the size of a TBF is rounded up [default: auto, by symbol tbf_total_size_padding or the machine].",
            (o, v) => o with { Padding = v.Rule }),
        "--load" => TbfOption.One(
            name,
            ChoiceValues.Of<LoadChoice>("auto|flash|ram"),
            "Whether the app executes in place or is copied to RAM [default: auto, by the type of the ELF].",
            (o, v) => o with { Load = v }),
        "--relocations" => TbfOption.One(
            name,
            ChoiceValues.Of<RelocationChoice>("auto|segment|trailer|workaround"),
            "How relocations are delivered [default: auto].",
            (o, v) => o with { Relocations = v }),
        "--relocate-by" => TbfOption.One(
            name,
            ChoiceValues.Of<RelocateBy>("app|loader"),
            "Who relocates a RAM-loaded app [default: app].",
            (o, v) => o with { RelocateBy = v }),
        "--load-info" => TbfOption.One(
            name,
            ChoiceValues.Of<LoadInfo>("full|flags|none"),
            "What the header of a RAM-loaded app says about loading [default: full].",
            (o, v) => o with { LoadInfo = v }),
        "--protection-granule" => TbfOption.One(
            name,
            NumberValues.PowerOfTwo,
            "Warn where rights differ inside so many bytes of a RAM-loaded app [default: as the machine protects memory].",
            (o, v) => o with { ProtectionGranule = v }),
        "--no-fixed-addresses" => TbfOption.Flag(
            name,
            "Leave the Fixed Addresses element out (tockloader needs that of a RAM-loaded app).",
            o => o with { NoFixedAddresses = true }),
        "--disable" => TbfOption.Flag(name, "Make an app that the kernel does not start.", o => o with { Disable = true }),
        "--sticky" => TbfOption.Flag(name, "Make an app that tools do not remove by default.", o => o with { Sticky = true }),
        "--max-size" => TbfOption.One(
            name, NumberValues.SizeUpTo(1 << 30), "Refuse to make a larger TBF [default: 16777216].", (o, v) => o with { MaxSize = v }),
        "--max-flash" => Size(
            name, "Fail when a TBF takes more flash: bytes, or with K or M.", (o, v) => o with { MaxFlash = v }),
        "--max-ram" => Size(
            name,
            "Fail when an app takes more RAM, the image of a RAM-loaded app included: bytes, or with K or M.",
            (o, v) => o with { MaxRam = v }),
        _ => SigningOptionList.Make(name)?.Within<ConvertOptions>(o => o.Signing, (o, signing) => o with { Signing = signing }),
    };

    /// <summary>Makes an option; null: there is none of this name.</summary>
    /// <param name="name">With dashes: a name, or a letter.</param>
    public static RunOption? Make(string name) => name switch
    {
        "--output-file" or "-o" => RunOption.One(
            "--output-file",
            OptionValue.OutputOf(".tab"),
            "The TAB to write; - is standard output [default: TockApp.tab].",
            (o, v) => o with { Output = v }).Or("-o"),
        "--no-tab" => RunOption.Flag(name, "Write no TAB.", o => o with { NoTab = true }),
        "--tbf-dir" => RunOption.One(
            name,
            OptionValue.OutputOf("/"),
            "Write the TBFs to this directory, called as in the TAB [default: beside the ELFs].",
            (o, v) => o with { TbfDirectory = v }),
        "--tbf" => RunOption.One(
            name, OptionValue.OutputOf(".tbf"), "Write the TBF, the only one, to this file.", (o, v) => o with { TbfFile = v }),
        "--no-tbf" => RunOption.Flag(name, "Write no TBF.", o => o with { NoTbf = true }),
        "--supported-boards" => RunOption.One(
            name,
            new OptionValue("BOARDS", "a text", _ => true),
            "Boards that the app is for, separated by commas.",
            (o, v) => o with { SupportedBoards = v }),
        "--depfile" => RunOption.One(
            name,
            OptionValue.OutputOf(),
            "Write a rule for make: all outputs depend on all inputs.",
            (o, v) => o with { DependencyFile = v }),
        "--board" => RunOption.One(
            name,
            OptionValue.PathOf(".toml"),
            "Take kernel version and padding from this board file, and check that the board takes the app (docs/image.md).",
            (o, v) => o with { BoardFile = v }),
        "--deterministic" => RunOption.Flag(
            name, "Leave out the build date (or set SOURCE_DATE_EPOCH).", o => o with { Deterministic = true }),
        "--check" => RunOption.Flag(
            name,
            "Write nothing; compare with the files on disk (exit status 0 equal, 1 different, 2 trouble).",
            o => o with { Check = true }),
        "--warnings-as-errors" => RunOption.Flag(
            name, "Write nothing when there are warnings.", o => o with { WarningsAsErrors = true }),
        "--allow" => Severity(name, "Do not report a warning or note.", (rules, kind) => rules.Allow(kind)),
        "--deny" => Severity(name, "Fail where there is such a warning or note.", (rules, kind) => rules.Deny(kind)),
        "--quiet" or "-q" => RunOption.Flag("--quiet", "Print errors only.", o => o with { Quiet = true }).Or("-q"),
        "--verbose" or "-v" => RunOption.Flag(
            "--verbose", "Explain what is loaded where and why.", o => o with { Verbose = true }).Or("-v"),
        _ => MakeOfTbf(name)?.Within<RunOptions>(run => run.Convert, (run, convert) => run with { Convert = convert }),
    };

    /// <summary>The same options as settings in a manifest.</summary>
    public static ManifestSettings OfManifests => new(
        [.. Names.Select(name => Make(name)!).Select(option => new ManifestSetting(
            option.Name[2..],
            option.Arity.MaximumNumberOfValues switch
            {
                0 => SettingShape.Flag,
                1 => SettingShape.One,
                _ => SettingShape.Many,
            },
            option.Value.Description,
            option.Value.IsPath,
            option.Value.IsOutput,
            (options, text) => option.Value.Accepts(text) ? option.Apply(options, text) : null))],
        Suggestions.Nearest,
        BoardOptions.Complete,
        Check);

    /// <summary>Checks what the options of a conversion have to do with one another.</summary>
    /// <param name="options">The options.</param>
    /// <param name="has">Whether an option was given; its name without dashes.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">They contradict one another.</exception>
    public static void Check(RunOptions options, Func<string, bool> has, DiagnosticSink diagnostics)
    {
        CheckTbf(has, diagnostics);
        if (options.Inputs.IsEmpty)
            throw diagnostics.Fail(Catalogue.NoInput, "no input file");
        CheckOutputs(options, has, diagnostics);
    }

    private static void CheckOutputs(RunOptions options, Func<string, bool> has, DiagnosticSink diagnostics)
    {
        (string, string)[] exclusive = [("no-tab", "output-file"), ("tbf", "tbf-dir"), ("no-tbf", "tbf"), ("no-tbf", "tbf-dir")];
        foreach (var (one, other) in exclusive)
        {
            if (has(one) && has(other))
                throw diagnostics.Fail(Catalogue.ConflictingOptions, $"--{one} and --{other} exclude one another", "give one of them");
        }
        if (options is { NoTab: true, NoTbf: true, DependencyFile: not null })
            throw diagnostics.Fail(Catalogue.ConflictingOptions, "--depfile: with --no-tab and --no-tbf nothing depends on anything", "leave it out");
        if (!options.NoTab)
            CheckName("-o", options.Output, isTab: true, $"`--tbf {options.Output}` says where the TBF goes", diagnostics);
        CheckName("--tbf", options.TbfFile, isTab: false, $"`-o {options.TbfFile}` says where the TAB goes", diagnostics);
        if (!options.NoTab && DescriptorStream.IsDash(options.Output) && !options.SaysWhereTbfsAre)
            throw diagnostics.Fail(Catalogue.PlaceNotSaid, "the TAB goes to standard output; where do the TBFs go?");
    }

    /// <summary>Checks that an output is not called as one of the other kind.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="path">Its path; null: there is none.</param>
    /// <param name="isTab">Whether it is a TAB, not a TBF.</param>
    /// <param name="hint">What may have been meant by the extension of the other.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">It is called so.</exception>
    public static void CheckName(string option, string? path, bool isTab, string hint, DiagnosticSink diagnostics)
    {
        if (path is not null && Path.GetExtension(path).Equals(isTab ? ".tbf" : ".tab", StringComparison.OrdinalIgnoreCase))
            throw diagnostics.Fail(Catalogue.OutputNamedOtherwise, $"{option} {path}: it is a {(isTab ? "TAB" : "TBF")}", hint);
    }

    /// <summary>Checks what the options that say what is in a TBF have to do with one another.</summary>
    /// <param name="has">Whether an option was given; its name without dashes.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">They contradict one another.</exception>
    public static void CheckTbf(Func<string, bool> has, DiagnosticSink diagnostics)
    {
        foreach (string part in (string[])["stack", "app-heap", "kernel-heap"])
        {
            if (has("minimum-ram-size") && has(part))
                throw diagnostics.Fail(
                    Catalogue.ConflictingOptions, $"--minimum-ram-size and --{part} exclude one another", "give either `--minimum-ram-size` or the sizes of the parts");
        }
        if (has("kernel-minor") && !has("kernel-major"))
            throw diagnostics.Fail(Catalogue.MissingOption, "--kernel-minor needs --kernel-major");
    }

    private static TbfOption Size(string name, string description, Func<ConvertOptions, uint, ConvertOptions> apply) =>
        TbfOption.One(name, NumberValues.Size, description, apply);

    private static TbfOption Version(string name, string description, Func<ConvertOptions, ushort, ConvertOptions> apply) =>
        TbfOption.One(
            name,
            NumberValues.UpTo(ushort.MaxValue) with { Hint = text => Board.ParseVersion(text) is { } version ? HintOf(version) : null },
            description,
            (o, v) => apply(o, (ushort)v));

    /// <summary>What to write for a version.</summary>
    /// <param name="version">The version.</param>
    public static string HintOf((ushort Major, ushort Minor) version) => $"write `--kernel-major {version.Major} --kernel-minor {version.Minor}`";

    private static RunOption Severity(string name, string description, Func<SeverityRules, DiagnosticKind, SeverityRules> apply)
    {
        var known = new Dictionary<string, DiagnosticKind?>(); // finding one takes a while
        return RunOption.Many(
            name,
            new OptionValue<DiagnosticKind?>("CODE", "the code of a warning or a note, as E2T0325", Find)
            {
                Completions = _ => Operands.Codes(kind => kind.Severity != Diagnostics.Severity.Error),
            },
            description,
            (o, v) => o with { Severities = apply(o.Severities, Find(v)!) });

        DiagnosticKind? Find(string text)
        {
            if (!known.TryGetValue(text, out var kind))
                known[text] = kind = Catalogue.Find(text) is { Severity: not Diagnostics.Severity.Error } found ? found : null;
            return kind;
        }
    }

    private static (uint Driver, uint Command)? ParsePermission(string text)
    {
        int comma = text.IndexOf(',', StringComparison.Ordinal);
        return comma >= 0
            && NumberValues.ParseU32(text[..comma]) is { } driver
            && NumberValues.ParseU32(text[(comma + 1)..]) is { } command
                ? (driver, command)
                : null;
    }
}
