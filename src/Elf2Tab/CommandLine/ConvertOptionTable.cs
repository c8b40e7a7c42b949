using System.Collections.Immutable;
using System.Globalization;
using Elf2Tab.Building;
using Elf2Tab.Diagnostics;
using Elf2Tab.Plan;
using TabFormat.Tbf;

namespace Elf2Tab.CommandLine;

/// <summary>The options of a conversion: upstream's, and ours.</summary>
internal static class ConvertOptionTable
{
    /// <summary>A size in memory.</summary>
    public static readonly OptionValue Size =
        new("SIZE", "a number of bytes below 4294967296: decimal, 0x hexadecimal, or in K, KB, KiB, M, MB or MiB (1024 each)");

    /// <summary>The value of <c>--protection-granule</c>.</summary>
    public static readonly OptionValue Granule = new("BYTES", "a power of two");

    private static readonly OptionValue Number = new("NUMBER", "a number from 0 to 4294967295");
    private static readonly OptionValue Version = new("NUMBER", "a number from 0 to 65535");
    private static readonly OptionValue Id = new("ID", "a number from 0 to 4294967295, decimal or 0x hexadecimal");
    private static readonly OptionValue NonZeroId = new("ID", "a number from 1 to 4294967295, decimal or 0x hexadecimal");
    private static readonly OptionValue Text = new("TEXT", "a text");

    private static readonly OptionValue Code = new("CODE", "the code of a warning or a note, as E2T0325");

    /// <summary>The options that say what is in a TBF.</summary>
    public static ImmutableArray<CommandOption<ConvertOptions>> OfTbf { get; } =
        [
            One('n', "package-name", Text, "Name of the app.", (o, v) => o with { PackageName = v }),
            Bytes("stack", "Size of the stack [default: that of section .stack, or 2048].", (o, v) => o with { Stack = v }),
            Bytes("app-heap", "Size of the app's heap [default: 1024].", (o, v) => o with { AppHeap = v }),
            Bytes("kernel-heap", "RAM for the kernel's data about the app (grants) [default: 1024].",
                (o, v) => o with { KernelHeap = v }),
            Bytes("minimum-ram-size", "All RAM of the app, in place of the sum of segments, stack and heaps.",
                (o, v) => o with { MinimumRamSize = v }),
            Bytes("protected-region-size", "Bytes in front of the app, header included [default: as fits].",
                (o, v) => o with { ProtectedRegionSize = v }),
            U16("kernel-major", "Kernel version that the app needs: at least MAJOR.MINOR, below MAJOR + 1.",
                (o, v) => o with { KernelMajor = v }),
            U16("kernel-minor", "See --kernel-major [default: 0].", (o, v) => o with { KernelMinor = v }),
            U32("app-version", Number, "Version of the app [default: 0].", (o, v) => o with { AppVersion = v }),
            new("permissions", '\0', OptionArity.Many, new("DRIVER,COMMAND", "a driver and a command number, `1,0`"),
                "System calls that the app may make [default: all].",
                (o, v) => ParsePermission(v) is { } permission ? o with { Permissions = o.Permissions.Add(permission) } : null),
            HexU32("write_id", OptionArity.One, Id, "Identifier of the data that the app stores.", (o, v) => o with { WriteId = v }),
            HexU32("read_ids", OptionArity.Many, Id, "Identifiers of stored data that the app may read.",
                (o, v) => o with { ReadIds = o.ReadIds.Add(v) }),
            HexU32("access_ids", OptionArity.Many, Id, "Identifiers of stored data that the app may change.",
                (o, v) => o with { AccessIds = o.AccessIds.Add(v) }),
            HexU32("short-id", OptionArity.One, NonZeroId, "Number that identifies the app.",
                (o, v) => v == 0 ? null : o with { ShortId = v }),
            Bytes("minimum-footer-size", "Space to reserve behind the app for credentials [default: 0].",
                (o, v) => o with { MinimumFooterSize = v }),
            new("padding", '\0', OptionArity.One,
                new("auto|none|power-of-two|cortex-m-subregions|multiple:N",
                    "auto, none, power-of-two, cortex-m-subregions or multiple:N, where N is a multiple of 4 up to 1073741824"),
                "How the size of a TBF is rounded up [default: auto, by symbol tbf_total_size_padding or the machine].", ApplyPadding),
            .. SigningOptionTable.For<ConvertOptions>((o, change) => o with { Signing = change(o.Signing) }),
            Choice<LoadChoice>("load", "auto|flash|ram",
                "Whether the app executes in place or is copied to RAM [default: auto, by the type of the ELF].",
                (o, v) => o with { Load = v }),
            Choice<RelocationChoice>("relocations", "auto|segment|trailer|workaround",
                "How relocations are delivered [default: auto].", (o, v) => o with { Relocations = v }),
            Choice<RelocateBy>("relocate-by", "app|loader",
                "Who relocates a RAM-loaded app [default: app].", (o, v) => o with { RelocateBy = v }),
            Choice<LoadInfo>("load-info", "full|flags|none",
                "What the header of a RAM-loaded app says about loading [default: full].", (o, v) => o with { LoadInfo = v }),
            new("protection-granule", '\0', OptionArity.One, Granule,
                "Warn where rights differ inside so many bytes of a RAM-loaded app [default: as the machine protects memory].",
                (o, v) => ParseGranule(v) is { } granule ? o with { ProtectionGranule = granule } : null),
            Flag("no-fixed-addresses", "Leave the Fixed Addresses element out (tockloader needs that of a RAM-loaded app).",
                o => o with { NoFixedAddresses = true }),
            Flag("disable", "Make an app that the kernel does not start.", o => o with { Disable = true }),
            Flag("sticky", "Make an app that tools do not remove by default.", o => o with { Sticky = true }),
            new("max-size", '\0', OptionArity.One, new("BYTES", "a number from 0 to 1073741824"),
                "Refuse to make a larger TBF [default: 16777216].",
                (o, v) => ParseSize(v) is { } and <= 1 << 30 and var size ? o with { MaxSize = size } : null),
        ];

    /// <summary>The table.</summary>
    public static OptionTable<RunOptions> Table { get; } = new(
        [
            OfRun('o', "output-file", OptionValue.Path, "The TAB to write [default: TockApp.tab].",
                (o, v) => v == "" ? null : o with { Output = v }),
            .. OfTbf.Select(OfRun),
            OfRun('\0', "supported-boards", new("BOARDS", "a text"), "Boards that the app is for, separated by commas.",
                (o, v) => o with { SupportedBoards = v }),
            OfRun(Bytes("max-flash", "Fail when a TBF takes more flash: bytes, or with K or M.", (o, v) => o with { MaxFlash = v })),
            OfRun(Bytes("max-ram", "Fail when an app takes more RAM, the image of a RAM-loaded app included: bytes, or with K or M.",
                (o, v) => o with { MaxRam = v })),
            OfRun('\0', "depfile", OptionValue.Path, "Write a rule for make: all outputs depend on all inputs.",
                (o, v) => v == "" ? null : o with { DependencyFile = v }),
            OfRun("deterministic", "Leave out the build date (or set SOURCE_DATE_EPOCH).", o => o with { Deterministic = true }),
            OfRun("check", "Write nothing; compare with the files on disk (exit status 0 equal, 1 different, 2 trouble).",
                o => o with { Check = true }),
            OfRun("warnings-as-errors", "Write nothing when there are warnings.", o => o with { WarningsAsErrors = true }),
            Severity("allow", "Do not report a warning or note.", (rules, kind) => rules.Allow(kind)),
            Severity("deny", "Fail where there is such a warning or note.", (rules, kind) => rules.Deny(kind)),
            OfRun("quiet", "Print errors only.", o => o with { Quiet = true }, 'q'),
            OfRun("verbose", "Explain what is loaded where and why.", o => o with { Verbose = true }, 'v'),
        ],
        (options, argument) => options with { Inputs = options.Inputs.Add(argument) });

    /// <summary>The same options as settings in a manifest.</summary>
    public static ManifestSettings OfManifests { get; } = new(
        [.. Table.Options.Select(option => new ManifestSetting(
            option.Name,
            option.Arity switch
            {
                OptionArity.None => SettingShape.Flag,
                OptionArity.One => SettingShape.One,
                _ => SettingShape.Many,
            },
            option.Value.Description,
            option.Value == OptionValue.Path,
            option.Apply))],
        Table.Nearest,
        (options, given, diagnostics) => Check(new ParsedOptions<RunOptions>(Request.Run, options, given), diagnostics));

    /// <summary>The help.</summary>
    public static string Help => $"""
        Converts the ELF files of Tock apps to TBF images and bundles them in a TAB.

        Usage: elf2tab [OPTIONS] <ELF[,ARCHITECTURE]>...
               elf2tab <COMMAND> [OPTIONS] ...
               elf2tab --explain <CODE>

        Each app.elf gives app.tbf beside it; all of them go into the TAB as
        ARCHITECTURE.tbf, by default under the names of their files:

          elf2tab -n blink --kernel-major 2 --kernel-minor 1 -o blink.tab \
            build/cortex-m4.elf build/rv32imac.elf

        Commands:
          build     make the TABs of many apps, as a manifest says
          inspect   show what is in TABs, TBFs and ELFs
          size      show what takes how much flash and RAM
          verify    say whether a kernel would load an app, and is what the ELF gives
          diff      say in which fields two TABs or TBFs differ
          sign      add hashes and signatures to what is made
          image     put many apps into one file for flash
          help      `elf2tab help COMMAND` says more of one

        {Table.Describe(
            ("The app",
            [
                "package-name", "app-version", "kernel-major", "kernel-minor", "supported-boards", "permissions", "write_id", "read_ids",
                "access_ids", "short-id", "disable", "sticky",
            ]),
            ("Memory",
            [
                "stack", "app-heap", "kernel-heap", "minimum-ram-size", "protected-region-size", "padding", "max-size", "max-flash", "max-ram",
            ]),
            ("Loading and relocations", ["load", "relocations", "relocate-by", "load-info", "protection-granule", "no-fixed-addresses"]),
            ("Hashes and signatures",
            [
                "sha256", "sha384", "sha512", "rsa4096-private", "ecdsa-nist-p256-private", "key-password-file", "minimum-footer-size",
            ]),
            ("Outputs", ["output-file", "depfile", "deterministic", "check"]))}
        """;

    /// <summary>Checks what the options of a command line have to do with one another.</summary>
    /// <exception cref="InputException">They contradict one another.</exception>
    public static void Check(ParsedOptions<RunOptions> parsed, DiagnosticSink diagnostics)
    {
        CheckTbf(parsed.Given, diagnostics);
        if (parsed.Options.Inputs.IsEmpty)
            throw diagnostics.Fail(Catalogue.NoInput, "no input file");
    }

    /// <summary>Checks what the options that say what is in a TBF have to do with one another.</summary>
    /// <param name="given">The options that were given.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">They contradict one another.</exception>
    public static void CheckTbf(IReadOnlySet<string> given, DiagnosticSink diagnostics)
    {
        foreach (string part in (string[])["stack", "app-heap", "kernel-heap"])
        {
            if (given.Contains("minimum-ram-size") && given.Contains(part))
                throw diagnostics.Fail(Catalogue.ConflictingOptions, $"--minimum-ram-size and --{part} exclude one another");
        }
        if (given.Contains("kernel-minor") && !given.Contains("kernel-major"))
            throw diagnostics.Fail(Catalogue.MissingOption, "--kernel-minor needs --kernel-major");
    }

    private static CommandOption<RunOptions> OfRun(
        string name, string help, Func<RunOptions, RunOptions> apply, char letter = '\0') =>
        new(name, letter, OptionArity.None, OptionValue.None, help, (o, _) => apply(o));

    private static CommandOption<RunOptions> OfRun(
        char letter, string name, OptionValue value, string help, Func<RunOptions, string, RunOptions?> apply) =>
        new(name, letter, OptionArity.One, value, help, apply);

    private static CommandOption<RunOptions> Severity(
        string name, string help, Func<SeverityRules, DiagnosticKind, SeverityRules> apply) =>
        new(name, '\0', OptionArity.Many, Code, help, (o, v) => Catalogue.Find(v) is { Severity: not Diagnostics.Severity.Error } kind
            ? o with { Severities = apply(o.Severities, kind) }
            : null);

    private static CommandOption<RunOptions> OfRun(CommandOption<ConvertOptions> option) =>
        option.Within<RunOptions>(run => run.Convert, (run, convert) => run with { Convert = convert });

    private static CommandOption<ConvertOptions> Flag(
        string name, string help, Func<ConvertOptions, ConvertOptions> apply, char letter = '\0') =>
        new(name, letter, OptionArity.None, OptionValue.None, help, (o, _) => apply(o));

    private static CommandOption<ConvertOptions> One(
        char letter, string name, OptionValue value, string help, Func<ConvertOptions, string, ConvertOptions?> apply) =>
        new(name, letter, OptionArity.One, value, help, apply);

    private static CommandOption<ConvertOptions> U32(
        string name, OptionValue value, string help, Func<ConvertOptions, uint, ConvertOptions> apply) =>
        new(name, '\0', OptionArity.One, value, help, (o, v) => ParseU32(v) is { } number ? apply(o, number) : null);

    private static CommandOption<ConvertOptions> Bytes(
        string name, string help, Func<ConvertOptions, uint, ConvertOptions> apply) =>
        new(name, '\0', OptionArity.One, Size, help, (o, v) => ParseSize(v) is { } size ? apply(o, size) : null);

    private static CommandOption<ConvertOptions> U16(
        string name, string help, Func<ConvertOptions, ushort, ConvertOptions> apply) =>
        new(name, '\0', OptionArity.One, Version, help,
            (o, v) => ParseU32(v) is { } and <= ushort.MaxValue and var number ? apply(o, (ushort)number) : null);

    private static CommandOption<ConvertOptions> HexU32(
        string name, OptionArity arity, OptionValue value, string help, Func<ConvertOptions, uint, ConvertOptions?> apply) =>
        new(name, '\0', arity, value, help, (o, v) => ParseHexU32(v) is { } number ? apply(o, number) : null);

    /// <param name="name">The option's name.</param>
    /// <param name="choices">The names of all values of the enumeration, in order; spelled out, for to look them up takes long.</param>
    /// <param name="help">What it does.</param>
    /// <param name="apply">Takes over a value.</param>
    private static CommandOption<ConvertOptions> Choice<T>(
        string name, string choices, string help, Func<ConvertOptions, T, ConvertOptions> apply)
        where T : struct, Enum =>
        new(name, '\0', OptionArity.One, new OptionValue(choices, $"one of {choices.Replace("|", ", ", StringComparison.Ordinal)}"), help,
            (o, v) => Array.IndexOf(choices.Split('|'), v) is >= 0 and var index ? apply(o, Enum.GetValues<T>()[index]) : null);

    /// <summary>
    /// A size or an address: decimal, 0x hexadecimal, or decimal with a unit behind it. All units count by 1024: nobody means 1,000 when
    /// it is about memory.
    /// </summary>
    public static uint? ParseSize(string text)
    {
        string unit = text.TrimStart([.. "+0123456789"]);
        int shift = unit.ToUpperInvariant() switch
        {
            "K" or "KB" or "KIB" => 10,
            "M" or "MB" or "MIB" => 20,
            _ => 0,
        };
        if (shift == 0)
            return ParseHexU32(text);
        return ParseU32(text[..^unit.Length]) is { } number && number <= uint.MaxValue >> shift ? number << shift : null;
    }

    /// <summary>A number of bytes that is a power of two.</summary>
    public static uint? ParseGranule(string text) => ParseSize(text) is { } granule && uint.IsPow2(granule) ? granule : null;

    /// <summary>A decimal number of 32 bits.</summary>
    public static uint? ParseU32(string text) =>
        uint.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out uint value) && text[0] != '-' ? value : null;

    /// <summary>A number of 32 bits, decimal or 0x hexadecimal.</summary>
    public static uint? ParseHexU32(string text)
    {
        if (!text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return ParseU32(text);
        return uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value) ? value : null;
    }

    private static ConvertOptions? ApplyPadding(ConvertOptions options, string text)
    {
        const string Multiple = "multiple:";
        return text switch
        {
            "auto" => options with { Padding = null },
            "none" => options with { Padding = PaddingRule.None },
            "power-of-two" => options with { Padding = PaddingRule.PowerOfTwo },
            "cortex-m-subregions" => options with { Padding = PaddingRule.CortexMSubregions },
            _ when text.StartsWith(Multiple, StringComparison.Ordinal)
                && ParseSize(text[Multiple.Length..]) is { } size && PaddingRule.IsMultiple(size) =>
                    options with { Padding = PaddingRule.MultipleOf(size) },
            _ => null,
        };
    }

    private static (uint Driver, uint Command)? ParsePermission(string text)
    {
        int comma = text.IndexOf(',', StringComparison.Ordinal);
        return comma >= 0 && ParseU32(text[..comma]) is { } driver && ParseU32(text[(comma + 1)..]) is { } command
            ? (driver, command)
            : null;
    }
}
