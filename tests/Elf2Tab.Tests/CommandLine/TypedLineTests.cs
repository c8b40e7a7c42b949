using Elf2Tab.CommandLine;

namespace Elf2Tab.Tests.CommandLine;

public sealed class TypedLineTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("elf2tab", "elf2tab")]
    [InlineData("elf2tab ", "elf2tab|")]
    [InlineData("elf2tab  inspect\tap", "elf2tab|inspect|ap")]
    [InlineData("elf2tab \"with sp", "elf2tab|with sp")]
    [InlineData("elf2tab \"with ", "elf2tab|with ")]
    [InlineData("elf2tab 'it is \"", "elf2tab|it is \"")]
    [InlineData("elf2tab 'a b' c", "elf2tab|a b|c")]
    [InlineData("elf2tab 'a'\"b\"c ", "elf2tab|abc|")]
    [InlineData("elf2tab '' x", "elf2tab||x")]
    [InlineData("elf2tab \"a\\\"b\\c", "elf2tab|a\"b\\c")]
    [InlineData("elf2tab --elf='with ", "elf2tab|--elf=with ")]
    public void Words_are_taken_apart_as_shells_do(string line, string words) => Assert.Equal(words, Join(line));

    [Theory]
    [InlineData("elf2tab with\\ sp", "elf2tab|with sp")]
    [InlineData("elf2tab with\\ ", "elf2tab|with ")]
    [InlineData("elf2tab a\\\\b\\", "elf2tab|a\\b\\")]
    public void A_backslash_quotes_where_it_is_no_separator(string line, string words)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a backslash is a separator there");
        Assert.Equal(words, Join(line));
    }

    private static string Join(string line) => TypedLine.Read(line) is var typed ? string.Join('|', typed.Before.Append(typed.Word)) : "";
}
