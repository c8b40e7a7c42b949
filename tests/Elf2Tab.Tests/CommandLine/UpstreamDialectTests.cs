using System.Collections;
using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Commands;
using Elf2Tab.Diagnostics;
using Elf2Tab.Keys;
using Elf2Tab.Plan;

namespace Elf2Tab.Tests.CommandLine;

/// <summary>Command lines of a conversion, from the words to its settings.</summary>
public sealed class UpstreamDialectTests
{
    private static readonly string[] NoNumbers =
        ["-1", "1.0", "1e3", "1_000", "1,000", "0x", "0xg", "0x-1", "0x+1", "x1", "1h", "", "\u0661"];

    [Theory]
    [InlineData("-o", "o\uFFFD.tab", "a.elf")]
    [InlineData("-n", "\uFFFD", "a.elf")]
    [InlineData("a\uFFFD.elf")]
    [InlineData("--", "a\uFFFD.elf")]
    public void What_is_not_UTF_8_is_refused_wherever_it_stands(params string[] arguments) =>
        Outcome.Of(diagnostics => Read(arguments, diagnostics)).IsRefusedFor(Catalogue.InvalidValue);

    /// <summary>Of what it cannot read the library reports all values that there could be, and looks for them on the disk.</summary>
    [Theory]
    [InlineData("-o", "x.tab", "a.elf")]
    [InlineData("--kernel-major=2", "--kernel-minor=1", "-n", "app", "a.elf")]
    [InlineData("--read_ids", "1", "2", "--no-tab", "--sha256", "--load=ram", "a.elf")]
    public void The_library_reads_all_options_without_an_error(params string[] arguments)
    {
        var terminal = new Terminal(TextWriter.Null, TextWriter.Null, HasColour: false);

        Assert.Empty(new ConvertCommand().Read(arguments, terminal, new DiagnosticSink(null)).Options.Errors);
    }

    [Fact]
    public void Choices_are_spelled_as_their_values_are_named()
    {
        AreChoices<LoadChoice>("load");
        AreChoices<RelocationChoice>("relocations");
        AreChoices<RelocateBy>("relocate-by");
        AreChoices<LoadInfo>("load-info");

        static void AreChoices<T>(string option)
            where T : struct, Enum =>
            Assert.Equal(
                string.Join('|', Enum.GetNames<T>()).ToLowerInvariant(),
                ConversionOptions.Make("--" + option)!.Value.Name);
    }

    [Theory]
    [InlineData("a.elf", "Inputs=a.elf")]
    [InlineData("b.elf a.elf,x", "Inputs=b.elf a.elf,x")]
    [InlineData("-", "Inputs=-")]
    [InlineData("''", "Inputs=")]
    // one value
    [InlineData("-o x.tab a.elf", "Inputs=a.elf Output=x.tab")]
    [InlineData("a.elf -ox.tab", "Inputs=a.elf Output=x.tab")]
    [InlineData("a.elf -o=x.tab", "Inputs=a.elf Output=x.tab")]
    [InlineData("a.elf --output-file=x.tab", "Inputs=a.elf Output=x.tab")]
    [InlineData("a.elf --output-file x.tab", "Inputs=a.elf Output=x.tab")]
    [InlineData("a.elf -o -", null, 22)]
    [InlineData("a.elf -o - --no-tbf", "Inputs=a.elf NoTbf=True Output=-")]
    [InlineData("a.elf -o -- x.tab", null, 2)]
    [InlineData("a.elf -n=x=y", "Inputs=a.elf PackageName=x=y")]
    [InlineData("a.elf --package-name=-x", "Inputs=a.elf PackageName=-x")]
    [InlineData("a.elf --package-name=", "Inputs=a.elf")]
    [InlineData("a.elf -n ''", "Inputs=a.elf")]
    [InlineData("a.elf -n", null, 2)]
    [InlineData("a.elf -n -x", null, 2)]
    [InlineData("a.elf -n --verbose", null, 2)]
    [InlineData("a.elf -o ''", null, 3)]
    [InlineData("a.elf -o=", null, 3)]
    [InlineData("a.elf -ox.tab -ox.tab", null, 5)]
    [InlineData("a.elf --stack 1 --stack=1", null, 5)]
    // flags
    [InlineData("-v a.elf", "Inputs=a.elf Verbose=True")]
    [InlineData("-vo x.tab a.elf", "Inputs=a.elf Output=x.tab Verbose=True")]
    [InlineData("-vox.tab a.elf", "Inputs=a.elf Output=x.tab Verbose=True")]
    [InlineData("-vo=x.tab a.elf", "Inputs=a.elf Output=x.tab Verbose=True")]
    [InlineData(
        "--verbose --deterministic --disable --sticky --sha256 --sha384 --sha512 a.elf",
        "Deterministic=True Disable=True Inputs=a.elf Sha256=True Sha384=True Sha512=True Sticky=True Verbose=True")]
    [InlineData("-v -v a.elf", null, 5)]
    [InlineData("-vv a.elf", null, 5)]
    [InlineData("-v --verbose a.elf", null, 5)]
    [InlineData("--verbose=1 a.elf", null, 4)]
    [InlineData("--sha256= a.elf", null, 4)]
    [InlineData("-v=1 a.elf", null, 4)]
    [InlineData("-v= a.elf", null, 4)]
    // many values
    [InlineData("--permissions 1,0 1,1 -o x.tab a.elf", "Inputs=a.elf Output=x.tab Permissions=(1, 0) (1, 1)")]
    [InlineData("--permissions 1,0 a.elf", "Inputs=a.elf Permissions=(1, 0)")]
    [InlineData("--permissions 1,0 a.elf 2,0", "Inputs=a.elf 2,0 Permissions=(1, 0)")]
    [InlineData("--permissions=1,0 2,0", "Inputs=2,0 Permissions=(1, 0)")]
    [InlineData("--permissions 1,0 -- 2,0", "Inputs=2,0 Permissions=(1, 0)")]
    [InlineData("a.elf --permissions 1,0 --permissions 2,0", "Inputs=a.elf Permissions=(1, 0) (2, 0)")]
    [InlineData("a.elf --permissions=1,0 --permissions=1,0", "Inputs=a.elf Permissions=(1, 0) (1, 0)")]
    [InlineData("--permissions 4294967295,4294967295 a.elf", "Inputs=a.elf Permissions=(4294967295, 4294967295)")]
    [InlineData("--permissions a.elf", null, 3)]
    [InlineData("--permissions 1 a.elf", null, 3)]
    [InlineData("--permissions 1,2,3 a.elf", null, 3)]
    [InlineData("--permissions 0x1,0 a.elf", null, 3)]
    [InlineData("--permissions 4294967296,0 a.elf", null, 3)]
    [InlineData("--permissions= a.elf", null, 3)]
    [InlineData("--permissions", null, 2)]
    [InlineData("a.elf --permissions -v", null, 2)]
    [InlineData("a.elf --permissions -- 1,0", null, 2)]
    [InlineData("--read_ids 1 2 a.elf", "Inputs=a.elf ReadIds=1 2")]
    [InlineData("--read_ids 1 0x2 --access_ids 0xffffffff a.elf", "AccessIds=4294967295 Inputs=a.elf ReadIds=1 2")]
    [InlineData("--read_ids 1 --access_ids 2 --read_ids 3 -- a.elf", "AccessIds=2 Inputs=a.elf ReadIds=1 3")]
    [InlineData("--read_ids a.elf", null, 3)]
    // padding
    [InlineData("--padding auto a.elf", "Inputs=a.elf")]
    [InlineData("--padding none a.elf", "Inputs=a.elf Padding=a multiple of 4")]
    [InlineData("--padding=power-of-two a.elf", "Inputs=a.elf Padding=the next power of two")]
    [InlineData("--padding cortex-m-subregions a.elf", "Inputs=a.elf Padding=the next size that one region of a Cortex-M covers")]
    [InlineData("--padding multiple:4 a.elf", "Inputs=a.elf Padding=a multiple of 4")]
    [InlineData("--padding multiple:12 a.elf", "Inputs=a.elf Padding=a multiple of 12")]
    [InlineData("--padding multiple:1073741824 a.elf", "Inputs=a.elf Padding=a multiple of 1073741824")]
    [InlineData("--padding multiple:1073741828 a.elf", null, 3)]
    [InlineData("--padding multiple:0 a.elf", null, 3)]
    [InlineData("--padding multiple:6 a.elf", null, 3)]
    [InlineData("--padding multiple:-4 a.elf", null, 3)]
    [InlineData("--padding multiple:0x80 a.elf", "Inputs=a.elf Padding=a multiple of 128")]
    [InlineData("--padding multiple:4K a.elf", "Inputs=a.elf Padding=a multiple of 4096")]
    [InlineData("--padding multiple: a.elf", null, 3)]
    [InlineData("--padding multiple a.elf", null, 3)]
    [InlineData("--padding Auto a.elf", null, 3)]
    [InlineData("--padding 128 a.elf", null, 3)]
    [InlineData("--padding none --padding none a.elf", null, 5)]
    // the end of options
    [InlineData("-- a.elf -v --stack", "Inputs=a.elf -v --stack")]
    [InlineData("a.elf -- -- b.elf", "Inputs=a.elf -- b.elf")]
    // options that do not exist
    [InlineData("a.elf --", "Inputs=a.elf")]
    [InlineData("a.elf --bogus", null, 1)]
    [InlineData("a.elf --Stack 1", null, 1)]
    [InlineData("a.elf --perm 1,0", null, 1)]
    [InlineData("a.elf --write-id 1", null, 1)]
    [InlineData("a.elf -x", null, 1)]
    [InlineData("a.elf -vx", null, 1)]
    [InlineData("a.elf --=1", null, 1)]
    [InlineData("a.elf -stack 1", null, 1)]
    // options and one another
    [InlineData("a.elf --minimum-ram-size 1", "Inputs=a.elf MinimumRamSize=1")]
    [InlineData("a.elf --minimum-ram-size 1 --stack 2048", null, 7)]
    [InlineData("a.elf --app-heap 1 --minimum-ram-size 1", null, 7)]
    [InlineData("a.elf --minimum-ram-size 1 --kernel-heap 1", null, 7)]
    [InlineData("a.elf --kernel-minor 1 --kernel-major 2", "Inputs=a.elf KernelMajor=2 KernelMinor=1")]
    [InlineData("a.elf --kernel-major 2", "Inputs=a.elf KernelMajor=2")]
    [InlineData("a.elf --kernel-minor 1", null, 8)]
    [InlineData("", null, 6)]
    [InlineData("-v", null, 6)]
    [InlineData("--", null, 6)]
    [InlineData("--permissions 1,0", null, 6)]
    public void Command_lines_are_read_by_the_rules_of_clap(string line, string? expected, int code = 0)
    {
        var parsed = Parse(line);

        if (expected is not null)
            Assert.Equal(expected, Describe(parsed.With()));
        else
            Assert.Equal((true, code), (parsed.IsRefused, Assert.Single(parsed.Kinds).Number));
    }

    [Theory]
    [InlineData("--stack", nameof(ConvertOptions.Stack), uint.MaxValue, true)]
    [InlineData("--app-heap", nameof(ConvertOptions.AppHeap), uint.MaxValue, true)]
    [InlineData("--kernel-heap", nameof(ConvertOptions.KernelHeap), uint.MaxValue, true)]
    [InlineData("--minimum-ram-size", nameof(ConvertOptions.MinimumRamSize), uint.MaxValue, true)]
    [InlineData("--protected-region-size", nameof(ConvertOptions.ProtectedRegionSize), uint.MaxValue, true)]
    [InlineData("--app-version", nameof(ConvertOptions.AppVersion))]
    [InlineData("--minimum-footer-size", nameof(ConvertOptions.MinimumFooterSize), uint.MaxValue, true)]
    [InlineData("--max-size", nameof(ConvertOptions.MaxSize), 1U << 30, true)]
    [InlineData("--write_id", nameof(ConvertOptions.WriteId), uint.MaxValue, true)]
    [InlineData("--read_ids", nameof(ConvertOptions.ReadIds), uint.MaxValue, true)]
    [InlineData("--access_ids", nameof(ConvertOptions.AccessIds), uint.MaxValue, true)]
    [InlineData("--short-id", nameof(ConvertOptions.ShortId), uint.MaxValue, true)]
    [InlineData("--kernel-major", nameof(ConvertOptions.KernelMajor), ushort.MaxValue)]
    public void Numbers_have_the_range_of_their_field(
        string option, string property, uint highest = uint.MaxValue, bool isHex = false)
    {
        Takes($"{highest}", highest);
        Takes("1", 1);
        Takes("+1", 1);
        Takes("007", 7);
        Refuses($"{highest + 1UL}");
        Refuses("18446744073709551617");
        foreach (string text in NoNumbers)
            Refuses(text);
        if (isHex)
        {
            Takes("0x1F", 31);
            Takes($"0x{highest:x}", highest);
            Refuses($"0x{highest + 1UL:x}");
        }
        else
        {
            Refuses("0x1");
        }

        void Takes(string text, uint value) =>
            Assert.Equal($"{property}={value}", Describe(Parse($"{option}={text} -V").With()));

        void Refuses(string text) => Parse($"{option}={text} a.elf").IsRefusedFor(Catalogue.InvalidValue);
    }

    [Fact]
    public void A_short_id_is_not_0()
    {
        Parse("--short-id 0 a.elf").IsRefusedFor(Catalogue.InvalidValue);
        Parse("--short-id 0x0 a.elf").IsRefusedFor(Catalogue.InvalidValue);
        Assert.Equal(0U, Settings(Parse("--write_id 0 a.elf").With()).Convert.WriteId);
    }

    [Fact]
    public void Texts_and_paths_are_taken_as_they_are() =>
        Assert.Equal(
            "EcdsaNistP256Private=b.der Inputs=a.elf PackageName=n Rsa4096Private=a.der SupportedBoards=x,y",
            Describe(Parse("a.elf -n n --supported-boards x,y --rsa4096-private a.der --ecdsa-nist-p256-private b.der").With()));

    [Theory]
    [InlineData("--help", "--help")]
    [InlineData("-h", "--help")]
    [InlineData("--version", "--version")]
    [InlineData("-V", "--version")]
    [InlineData("--version --help", "--version")]
    [InlineData("-hV", "--help")]
    [InlineData("-vV", "--version")]
    [InlineData("a.elf --stack 1 --help --bogus", "--help")]
    [InlineData("--kernel-minor 1 -V", "--version")]
    public void Help_and_version_end_the_reading(string line, string last) =>
        Assert.Equal(last, Parse(line).With().Given.Last().Name);

    [Theory]
    [InlineData("--bogus --help", 1)]
    [InlineData("--stack x --version", 3)]
    [InlineData("--stack --help", 2)]
    [InlineData("-xh", 1)]
    public void Errors_before_help_count(string line, int code) =>
        Assert.Equal(code, Assert.Single(Parse(line).Kinds).Number);

    [Theory]
    [InlineData("--stak", "--stack")]
    [InlineData("--permission=1,0", "--permissions")]
    [InlineData("--kernel_major", "--kernel-major")]
    [InlineData("--sha-256", "--sha256")]
    [InlineData("--write-id", "--write_id")]
    [InlineData("--versoin", "--version")]
    public void The_nearest_option_is_proposed(string line, string nearest) =>
        Assert.Contains(nearest + "?", Assert.Single(Parse(line).Diagnostics.Diagnostics).Hint, StringComparison.Ordinal);

    [Fact]
    public void Nothing_is_proposed_when_nothing_is_near() =>
        Assert.Equal(Catalogue.UnknownOption.Hint, Assert.Single(Parse("--xyzzyxyzzy").Diagnostics.Diagnostics).Hint);

    [Theory]
    [InlineData("0", 0U)]
    [InlineData("1023", 1023U)]
    [InlineData("4294967295", uint.MaxValue)]
    [InlineData("1K", 1024U)]
    [InlineData("64K", 65_536U)]
    [InlineData("4194303K", 4_294_966_272U)]
    [InlineData("3M", 3_145_728U)]
    [InlineData("4095M", 4_293_918_720U)]
    [InlineData("4294967296", null)]
    [InlineData("4194304K", null)]
    [InlineData("4096M", null)]
    [InlineData("K", null)]
    [InlineData("1k", 1024U)]
    [InlineData("1KB", 1024U)]
    [InlineData("2KiB", 2048U)]
    [InlineData("1kB", 1024U)]
    [InlineData("1MB", 1_048_576U)]
    [InlineData("+3MiB", 3_145_728U)]
    [InlineData("0x1F", 31U)]
    [InlineData("0xFFFFFFFF", uint.MaxValue)]
    [InlineData("0x100000000", null)]
    [InlineData("0x1K", null)]
    [InlineData("-1K", null)]
    [InlineData("1 K", null)]
    [InlineData("1G", null)]
    [InlineData("KiB", null)]
    [InlineData("1KM", null)]
    [InlineData("1.5K", null)]
    [InlineData("", null)]
    public void Sizes_are_written_as_people_write_them(string text, uint? size)
    {
        Assert.Equal(size, NumberValues.ParseSize(text));
        if (size is not null)
        {
            var options = Settings(Parse($"app.elf --max-flash {text} --max-ram={text}").With());
            Assert.Equal((size, size), (options.Convert.MaxFlash, options.Convert.MaxRam));
        }
    }

    private static Outcome<Invocation> Parse(string line)
    {
        string[] arguments = line == "" ? [] : [.. line.Split(' ').Select(argument => argument == "''" ? "" : argument)];
        return Outcome.Of(diagnostics =>
        {
            var invocation = Read(arguments, diagnostics);
            if (!invocation.Has("--help") && !invocation.Has("--version"))
                ConversionOptions.Check(Settings(invocation), name => invocation.Has("--" + name), diagnostics);
            return invocation;
        });
    }

    private static Invocation Read(string[] arguments, DiagnosticSink diagnostics) =>
        new ConvertCommand().Read(arguments, new Terminal(TextWriter.Null, TextWriter.Null, HasColour: false), diagnostics);

    private static RunOptions Settings(Invocation invocation) =>
        invocation.Settings(new RunOptions { Inputs = [.. invocation.Operands] });

    /// <summary>The options that do not have their default values, by name.</summary>
    private static string Describe(Invocation invocation)
    {
        var options = Settings(invocation);
        var changed = Changed(options, new())
            .Concat(Changed(options.Convert, new()))
            .Concat(Changed(options.Convert.Signing, new()));
        return string.Join(' ', changed.Order(StringComparer.Ordinal));

        static IEnumerable<string> Changed<T>(T options, T defaults) => typeof(T).GetProperties()
            .Where(property => property.CanWrite && property.PropertyType != typeof(SigningOptions) && property.PropertyType != typeof(ConvertOptions))
            .Select(property => (property.Name, Value: property.GetValue(options), Default: property.GetValue(defaults)))
            .Where(property => !Equals(property.Value, property.Default))
            .Select(property => $"{property.Name}={Text(property.Value)}");

        static string? Text(object? value) =>
            value is IEnumerable values and not string ? string.Join(' ', values.Cast<object>()) : value?.ToString();
    }
}
