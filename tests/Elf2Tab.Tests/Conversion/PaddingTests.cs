using Elf2Tab.Conversion;
using Elf2Tab.Elf;

namespace Elf2Tab.Tests.Conversion;

public sealed class PaddingTests
{
    [Theory]
    [InlineData(ElfMachine.Arm, 1, 1)]
    [InlineData(ElfMachine.Arm, 100, 512)]
    [InlineData(ElfMachine.Arm, 256, 256)]
    [InlineData(ElfMachine.Arm, 257, 512)]
    [InlineData(ElfMachine.Arm, 512, 512)]
    [InlineData(ElfMachine.Arm, 513, 1024)]
    [InlineData(ElfMachine.Arm, 0x8000_0001, 0x1_0000_0000)]
    [InlineData(ElfMachine.RiscV, 512, 512)]
    [InlineData(ElfMachine.RiscV, 513, 516)]
    [InlineData(ElfMachine.I386, 1, 4096)]
    [InlineData(ElfMachine.I386, 4096, 4096)]
    [InlineData(ElfMachine.I386, 4097, 8192)]
    [InlineData(ElfMachine.X8664, 513, 513)]
    [InlineData(ElfMachine.AArch64, 513, 513)]
    [InlineData((ElfMachine)94, 513, 513)]
    public void Sizes_are_rounded_up_as_the_machine_needs(ElfMachine machine, ulong size, ulong expected) =>
        Assert.Equal(expected, Machine.Of(machine).Padding.Apply(size));
}
