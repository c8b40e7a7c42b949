using Elf2Tab.Diagnostics;

namespace Elf2Tab.Tests.Diagnostics;

public sealed class PrintedTextTests
{
    [Theory]
    [InlineData("plain ünïcode \U0001F600", "plain ünïcode \U0001F600")]
    [InlineData("a\nb\tc", "a\\u{a}b\\u{9}c")]
    [InlineData("\e[2J\u009b1m\u007f\0", "\\u{1b}[2J\\u{9b}1m\\u{7f}\\u{0}")]
    [InlineData("\u200E\u200F\u061C", "\\u{200e}\\u{200f}\\u{61c}")]
    [InlineData("a\u2028b\u2029c", "a\\u{2028}b\\u{2029}c")]
    [InlineData("\u202A\u202B\u202C\u202D\u202Efle.", "\\u{202a}\\u{202b}\\u{202c}\\u{202d}\\u{202e}fle.")]
    [InlineData("\u2066\u2067\u2068\u2069", "\\u{2066}\\u{2067}\\u{2068}\\u{2069}")]
    [InlineData("\u200D\u2010\u2027\u202F\u2065\u206A\uFFFD", "\u200D\u2010\u2027\u202F\u2065\u206A\uFFFD")]
    [InlineData("\uFFFE\uFFFF", "\\u{fffe}\\u{ffff}")]
    public void Control_characters_are_spelled_out(string text, string expected) =>
        Assert.Equal(expected, PrintedText.Printable(text));

    [Fact]
    public void Half_a_pair_of_surrogates_is_replaced() =>
        Assert.Equal("\uFFFDa\uFFFD\U0001F600\uFFFD", PrintedText.Printable("\uDC00a\uD800\U0001F600\uD83D"));

    [Theory]
    [InlineData("ab", "ab  ")]
    [InlineData("abcd", "abcd")]
    [InlineData("abcde", "abcd")]
    [InlineData("a\nb", "a\\u{")]
    [InlineData("ab😀", "ab😀")]
    [InlineData("abc😀", "abc ")]
    [InlineData("ab😀d", "ab😀")]
    [InlineData("abcd😀", "abcd")]
    public void A_column_has_its_width_and_whole_characters(string text, string expected) =>
        Assert.Equal(expected, PrintedText.Column(text, 4));

    [Fact]
    public void Lines_break_between_words_at_80_characters()
    {
        string thirty = new('a', 30);
        string hundred = new('b', 100);

        Assert.Equal(
            ["  " + thirty + " " + thirty, "    " + thirty + " " + new string('c', 45), "    " + hundred, "    d"],
            PrintedText.Lines($"{thirty} {thirty} {thirty} {new string('c', 45)} {hundred} d", indent: 2, hanging: 4));
    }

    [Fact]
    public void Lines_hold_no_control_characters() => Assert.Equal(["a\\u{a}b c"], PrintedText.Lines("a\nb c", 0, 0));
}
