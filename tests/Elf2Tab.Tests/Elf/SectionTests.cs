using System.Text;
using Elf2Tab.Elf;

namespace Elf2Tab.Tests.Elf;

public sealed class SectionTests
{
    /// <summary>Letters of one byte in front of one of two, and how many characters are shown.</summary>
    [Theory]
    [InlineData(254, 255)]
    [InlineData(255, 255)]
    [InlineData(256, 256)]
    [InlineData(300, 256)]
    public void A_name_is_shown_up_to_256_bytes_of_whole_characters(int letters, int shown)
    {
        string name = new string('x', letters) + "é";
        var section = new Section(1, Encoding.UTF8.GetBytes(name), SectionSpec.ProgramBits, 0, 0, 0, 0, 0, 0, 0);

        Assert.Equal(name[..shown], section.Name);
        Assert.Equal("section " + name[..shown], section.ToString());
    }
}
