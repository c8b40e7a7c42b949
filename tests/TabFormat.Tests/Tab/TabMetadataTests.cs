using System.Text;
using CsCheck;
using TabFormat.Tab;
using Tomlyn;
using Tomlyn.Model;

namespace TabFormat.Tests.Tab;

public sealed class TabMetadataTests
{
    private static readonly DateTimeOffset Noon = new(2025, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<TabMetadata, string> Files => new()
    {
        { new("", null, null, null), "tab-version = 1\nname = \"\"\n" },
        {
            new("blink", "2.1", "hail,imix", Noon),
            "tab-version = 1\nname = \"blink\"\nminimum-tock-kernel-version = \"2.1\"\nonly-for-boards = \"hail,imix\"\n"
                + "build-date = 2025-01-31T12:00:00Z\n"
        },
        { new("é€😀", null, "", null), "tab-version = 1\nname = \"é€😀\"\nonly-for-boards = \"\"\n" },
        {
            new("a", null, null, Noon.AddMilliseconds(999).ToOffset(TimeSpan.FromHours(-5))),
            "tab-version = 1\nname = \"a\"\nbuild-date = 2025-01-31T12:00:00Z\n"
        },
        {
            new("a", null, null, new(999, 2, 3, 14, 5, 6, TimeSpan.Zero)),
            "tab-version = 1\nname = \"a\"\nbuild-date = 0999-02-03T14:05:06Z\n"
        },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Lines_and_their_order_are_upstreams(TabMetadata metadata, string expected) =>
        Assert.Equal(expected, metadata.ToToml());

    [Theory]
    [InlineData("a\"b")]
    [InlineData("a\\b\\")]
    [InlineData("a\nname = \"b")]
    [InlineData("\r\n\t\0\u001F\u007F\u0085\u009F")]
    [InlineData("\u2028\uFEFF\uFFFF")]
    [InlineData("\"\"\"'''#")]
    public void Text_stays_in_its_string(string text) => AssertIsRead(new(text, text, text, null));

    [Fact]
    public void Any_text_and_date_are_read_again() =>
        Gen.Select(Texts.Any, Texts.Any, Gen.Bool, Gen.DateTimeOffset).Sample((name, boards, hasDate, date) =>
            AssertIsRead(new(name, null, boards, hasDate ? date : null)));

    private static void AssertIsRead(TabMetadata metadata)
    {
        string toml = metadata.ToToml();
        var table = new Dictionary<string, object>(TomlSerializer.Deserialize<TomlTable>(toml)!);

        Assert.Equal(1L, table["tab-version"]);
        Assert.Equal(metadata.Name, table["name"]);
        Assert.Equal(metadata.MinimumKernelVersion, table.GetValueOrDefault("minimum-tock-kernel-version"));
        Assert.Equal(metadata.OnlyForBoards, table.GetValueOrDefault("only-for-boards"));
        Assert.Equal(
            metadata.BuildDate?.ToUnixTimeSeconds(),
            ((TomlDateTime?)table.GetValueOrDefault("build-date"))?.DateTime.ToUnixTimeSeconds());
        Assert.Equal(table.Count, toml.Count(character => character == '\n'));
    }

    [Fact]
    public void Builds_of_two_days_differ_in_their_dates_alone()
    {
        byte[] noon = Tab("app", Noon, "tbf"u8);

        Assert.True(TabMetadata.DifferInDateAlone(noon, Tab("app", Noon.AddDays(30), "tbf"u8)));
        Assert.True(TabMetadata.DifferInDateAlone(noon, noon));
    }

    [Fact]
    public void A_date_is_not_all_that_differs_when_another_byte_does()
    {
        byte[] noon = Tab("app", Noon, "tbf"u8);

        Assert.False(TabMetadata.DifferInDateAlone(noon, Tab("apq", Noon.AddDays(30), "tbf"u8)));
        Assert.False(TabMetadata.DifferInDateAlone(noon, Tab("app", Noon.AddDays(30), "tbg"u8)));
        Assert.False(TabMetadata.DifferInDateAlone(noon, Tab("app", Noon, new byte[600])));
        Assert.False(TabMetadata.DifferInDateAlone(noon, Tab("app", null, "tbf"u8)));
        Assert.False(TabMetadata.DifferInDateAlone(noon, noon.AsSpan()[..600]));
        Assert.False(TabMetadata.DifferInDateAlone("metadata.toml\0"u8, "metadata.toml\0"u8));
    }

    [Fact]
    public void A_date_that_is_none_is_more_than_another_date()
    {
        byte[] noon = Tab("app", Noon, "tbf"u8);
        byte[] thirteenth = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(noon).Replace("2025-01", "2025-13", StringComparison.Ordinal));

        Assert.False(TabMetadata.DifferInDateAlone(noon, thirteenth));
        Assert.False(TabMetadata.DifferInDateAlone(thirteenth, noon));
    }

    /// <summary>A date inside a TBF is a part of the app.</summary>
    [Fact]
    public void A_date_counts_in_the_metadata_alone()
    {
        Assert.False(TabMetadata.DifferInDateAlone(
            Tab("app", null, "\nbuild-date = 2025-01-31T12:00:00Z\n"u8), Tab("app", null, "\nbuild-date = 2025-01-31T12:00:01Z\n"u8)));
    }

    private static byte[] Tab(string name, DateTimeOffset? date, ReadOnlySpan<byte> tbf) =>
        TabWriter.Write(new(name, null, null, date), [new("cortex-m4.tbf", tbf.ToArray())]);
}
