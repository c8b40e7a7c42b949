using Elf2Tab.CommandLine;

namespace Elf2Tab.Tests.CommandLine;

public sealed class SuggestionsTests
{
    private static readonly string[] Options = [.. ConversionOptions.Names.Select(name => name[2..]), "help", "version"];

    [Theory]
    [InlineData("stak", "stack")]
    [InlineData("stack-size", "stack")]
    [InlineData("output", "output-file")]
    [InlineData("out-file", "output-file")]
    [InlineData("name", "package-name")]
    [InlineData("kernel", "kernel-major")]
    [InlineData("heap", "app-heap")]
    [InlineData("min-ram", "minimum-ram-size")]
    [InlineData("minimum-ram", "minimum-ram-size")]
    [InlineData("write-id", "write_id")]
    [InlineData("permission", "permissions")]
    [InlineData("quite", "quiet")]
    [InlineData("verison", "version")]
    [InlineData("detreministic", "deterministic")]
    [InlineData("VERBOSE", "verbose")]
    [InlineData("sha512sum", "sha512")]
    [InlineData("padding-size", "padding")]
    public void What_was_probably_meant_is_found(string written, string meant) => Assert.Equal(meant, Suggestions.Nearest(written, Options));

    [Theory]
    [InlineData("bogus")]
    [InlineData("sha1")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("min-flash")]
    [InlineData("x")]
    public void A_name_of_another_meaning_is_not_suggested(string written) =>
        Assert.DoesNotContain(Suggestions.Nearest(written, Options), (string?[])["max-flash", "max-ram", "sha256", "app-version", "check"]);

    [Theory]
    [InlineData("insepct", "inspect")]
    [InlineData("verfy", "verify")]
    [InlineData("dif", "diff")]
    [InlineData("sgin", "sign")]
    [InlineData("sizes", "size")]
    [InlineData("blink", null)]
    [InlineData("app", null)]
    public void A_command_is_found_as_well(string written, string? meant) =>
        Assert.Equal(meant, Suggestions.Nearest(written, ["build", "inspect", "size", "verify", "diff", "sign", "image", "help"]));
}
