using System.Buffers.Binary;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Tests.Plan;
using Tests.Shared;

namespace Elf2Tab.Tests.Verification;

public sealed class LegacyStartCheckTests
{
    [Theory]
    [InlineData("elf/pointers.cortex-m4.elf")]
    [InlineData("elf/state.cortex-m4.elf")]
    [InlineData("edge/pic-extra-data.elf")]
    public void Start_up_code_of_a_sound_app_finds_what_the_ELF_has(string name) => AssertReported(false, TestData.Read(name));

    /// <summary>Words of the app's header, and how far they are off.</summary>
    [Theory]
    [InlineData(0, 4)]
    [InlineData(0, 0x10000)]
    [InlineData(1, 4)]
    [InlineData(3, 4)]
    [InlineData(3, -4)]
    [InlineData(4, -4)]
    [InlineData(5, 0x10000)]
    public void Start_up_code_finds_other_data_when_a_word_of_the_header_is_wrong(int word, int error)
    {
        byte[] elf = TestData.Read("elf/pointers.cortex-m4.elf");
        var file = ElfFile.Read(new ElfSource(elf), new DiagnosticSink("app.elf"));
        var header = file.Sections.Single(section => section.IsNamed(".crt0_header"u8));
        var bytes = elf.AsSpan((int)header.FileOffset + (4 * word), 4);
        BinaryPrimitives.WriteInt32LittleEndian(bytes, BinaryPrimitives.ReadInt32LittleEndian(bytes) + error);

        AssertReported(true, elf);
    }

    private static void AssertReported(bool expected, byte[] elf)
    {
        var conversion = RamConversion.Of(elf);
        Assert.NotNull(conversion.Result);
        Assert.Equal(expected, conversion.Problems.Contains(Catalogue.StartUpDiffers));
    }
}
