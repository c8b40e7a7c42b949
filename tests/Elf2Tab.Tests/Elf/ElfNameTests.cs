using System.Text;
using CsCheck;
using Elf2Tab.Elf;

namespace Elf2Tab.Tests.Elf;

public sealed class ElfNameTests
{
    /// <summary>Characters of one to four bytes, cut in front of each byte and behind the last one.</summary>
    [Theory]
    [InlineData("abc", 2, "ab")]
    [InlineData("abc", 3, "abc")]
    [InlineData("aéb", 1, "a")]
    [InlineData("aéb", 2, "a")]
    [InlineData("aéb", 3, "aé")]
    [InlineData("a€b", 1, "a")]
    [InlineData("a€b", 2, "a")]
    [InlineData("a€b", 3, "a")]
    [InlineData("a€b", 4, "a€")]
    [InlineData("a😀b", 1, "a")]
    [InlineData("a😀b", 2, "a")]
    [InlineData("a😀b", 3, "a")]
    [InlineData("a😀b", 4, "a")]
    [InlineData("a😀b", 5, "a😀")]
    [InlineData("a😀", 5, "a😀")]
    [InlineData("😀", 3, "")]
    [InlineData("", 0, "")]
    public void A_name_is_cut_between_characters(string name, int longest, string expected) =>
        Assert.Equal(expected, ElfName.ToText(Encoding.UTF8.GetBytes(name), longest));

    [Fact]
    public void As_many_whole_characters_are_shown_as_fit()
    {
        var character = Gen.OneOf(Gen.Const("a"), Gen.Const("é"), Gen.Const("€"), Gen.Const("😀"));
        Gen.Select(character.Array[0, 20], Gen.Int[0, 40]).Sample((characters, longest) =>
        {
            int size = 0;
            string expected = string.Concat(characters.TakeWhile(text => (size += Encoding.UTF8.GetByteCount(text)) <= longest));
            Assert.Equal(expected, ElfName.ToText(Encoding.UTF8.GetBytes(string.Concat(characters)), longest));
        });
    }

    /// <summary>What the cut has not made is not hidden.</summary>
    [Fact]
    public void Bytes_that_are_no_UTF_8_are_replaced()
    {
        Assert.Equal("a\uFFFD", ElfName.ToText([(byte)'a', 0xE2, 0x82], 3));
        Assert.Equal("a\uFFFDb", ElfName.ToText([(byte)'a', 0xFF, (byte)'b', (byte)'c'], 3));
        Assert.Equal("a\uFFFD", ElfName.ToText([(byte)'a', 0xFF, (byte)'b'], 2));
    }
}
