using System.Globalization;
using Elf2Tab.Diagnostics;

namespace Acceptance.Tests;

/// <summary>The date in a TAB.</summary>
public sealed class BuildDateTests : IDisposable
{
    private readonly Workspace _workspace = new Workspace().With("elf/blink.cortex-m4.elf", "blink.elf");

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("0", "build-date = 1970-01-01T00:00:00Z")]
    [InlineData("1700000000", "build-date = 2023-11-14T22:13:20Z")]
    [InlineData("253402300799", "build-date = 9999-12-31T23:59:59Z")]
    public void SOURCE_DATE_EPOCH_sets_it(string epoch, string line)
    {
        Convert(epoch, "blink.elf");

        Assert.Equal(line, Metadata[^1]);
    }

    [Theory]
    [InlineData("now")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("0x10")]
    [InlineData("253402300800")]
    [InlineData("99999999999999999999")]
    public void SOURCE_DATE_EPOCH_that_is_no_time_is_refused(string epoch) =>
        _workspace.Refuses(Catalogue.InvalidBuildDate.Code, [("SOURCE_DATE_EPOCH", epoch)], "blink.elf");

    [Fact]
    public void Without_it_the_date_is_that_of_the_run()
    {
        var before = DateTimeOffset.UtcNow;
        Convert(null, "blink.elf");

        const string Form = "'build-date = 'yyyy-MM-dd'T'HH:mm:ss'Z'";
        var date = DateTimeOffset.ParseExact(Metadata[^1], Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.InRange(date, before.AddSeconds(-1), DateTimeOffset.UtcNow);
    }

    [Fact]
    public void A_deterministic_TAB_has_none()
    {
        Convert("0", "--deterministic", "blink.elf");

        Assert.Equal(["tab-version = 1", "name = \"\""], Metadata);
    }

    private string[] Metadata => Tab.Open(_workspace["TockApp.tab"]).MetadataLines;

    private void Convert(string? epoch, params string[] arguments) =>
        Assert.Equal(0, ElfToTab.Run(_workspace.Path, [("SOURCE_DATE_EPOCH", epoch)], arguments).ExitCode);
}
