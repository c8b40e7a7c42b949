using TabFormat.Tbf;

namespace TabFormat.Tests.Tbf;

public sealed class ProtectionUnitTests
{
    public static TheoryData<string, string?> Names => new()
    {
        { "cortex-m0", nameof(ProtectionUnit.ArmV6M) },
        { "cortex-m0plus", nameof(ProtectionUnit.ArmV6M) },
        { "cortex-m4", nameof(ProtectionUnit.ArmV7M) },
        { "cortex-m4f.0x40080.0x20008000", nameof(ProtectionUnit.ArmV7M) },
        { "cortex-m33", nameof(ProtectionUnit.ArmV8M) },
        { "rv32imac.0x20040080.0x80002800.tbf", nameof(ProtectionUnit.RiscV) },
        { "rv64gc", nameof(ProtectionUnit.RiscV) },
        { "i686", nameof(ProtectionUnit.X86) },
        { "cortex-a53", null },
        { "cortex-m", null },
        { "app", null },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Architectures_have_units(string architecture, string? unit) => Assert.Same(
        unit switch
        {
            nameof(ProtectionUnit.ArmV6M) => ProtectionUnit.ArmV6M,
            nameof(ProtectionUnit.ArmV7M) => ProtectionUnit.ArmV7M,
            nameof(ProtectionUnit.ArmV8M) => ProtectionUnit.ArmV8M,
            nameof(ProtectionUnit.RiscV) => ProtectionUnit.RiscV,
            nameof(ProtectionUnit.X86) => ProtectionUnit.X86,
            _ => null,
        },
        ProtectionUnit.Named(architecture));

    /// <summary>Seen on kernels: apps of 10,240 bytes at 0x41000 are refused, of 12,288 taken.</summary>
    [Theory]
    [InlineData(0x41000, 10_240, false)]
    [InlineData(0x41000, 12_288, true)]
    [InlineData(0x41f00, 8_192, false)]
    public void Kernels_on_ARMv7_M_look_at_one_size_of_subregions(ulong start, ulong size, bool isTaken) =>
        Assert.Equal(isTaken, ProtectionUnit.ArmV7M.TakesFlash(start, size));

    [Theory]
    [InlineData(0x160400, 4096, false)]
    [InlineData(0x160000, 4096, true)]
    [InlineData(0x3FF000, 4096, true)]
    [InlineData(0x3FF000, 8192, false)]
    public void Flash_of_x86_is_pages_below_4_MiB(ulong start, ulong size, bool isTaken) =>
        Assert.Equal(isTaken, ProtectionUnit.X86.TakesFlash(start, size));

    [Fact]
    public void RAM_is_rounded_as_the_unit_needs_it()
    {
        Assert.Equal((8192UL, 4096UL), (ProtectionUnit.ArmV7M.RamSize(5000), ProtectionUnit.ArmV7M.RamAlignment(8192)));
        Assert.Equal((5024UL, 32UL), (ProtectionUnit.ArmV8M.RamSize(5000), ProtectionUnit.ArmV8M.RamAlignment(5024)));
        Assert.Equal((5004UL, 4UL), (ProtectionUnit.RiscV.RamSize(5001), ProtectionUnit.RiscV.RamAlignment(5004)));
        Assert.Equal((8192UL, 4096UL), (ProtectionUnit.X86.RamSize(5000), ProtectionUnit.X86.RamAlignment(8192)));
    }
}
