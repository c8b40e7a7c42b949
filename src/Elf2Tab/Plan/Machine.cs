using Elf2Tab.Elf;
using TabFormat.Tbf;

namespace Elf2Tab.Plan;

/// <summary>What differs between processors.</summary>
/// <param name="Id">The machine in the ELF header.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Padding">How a TBF in flash is padded by default: upstream's rule.</param>
/// <param name="RelativeType">The relocation type that adds the load bias to a word (psABI); null: not known.</param>
/// <param name="AbsoluteType">The relocation type that puts an address into a word of code (psABI); null: it does not matter.</param>
/// <param name="TrailerTypes">Relocation types that the start-up code of position-independent flash apps handles (psABI).</param>
internal sealed record Machine(ElfMachine Id, string Name, PaddingRule Padding, uint? RelativeType, uint? AbsoluteType, IReadOnlyList<uint> TrailerTypes)
{
    /// <summary>The relocation type that does nothing, on every machine.</summary>
    public const uint NoRelocation = 0;

    private static readonly PaddingRule Unpadded = PaddingRule.MultipleOf(1);

    private static readonly Machine[] Known =
    [
        // handled: NONE, ABS32, RELATIVE, TARGET1
        new(ElfMachine.Arm, "ARM", PaddingRule.PowerOfTwo, 23, 2, [NoRelocation, 2, 23, 38]),

        // handled: NONE, 32, 64, RELATIVE
        new(ElfMachine.RiscV, "RISC-V", PaddingRule.MultipleOf(4), 3, null, [NoRelocation, 1, 2, 3]),

        // handled: NONE, 32, RELATIVE
        new(ElfMachine.I386, "i386", PaddingRule.MultipleOf(4096), 8, null, [NoRelocation, 1, 8]),

        // handled: NONE, 64, RELATIVE
        new(ElfMachine.X8664, "x86-64", Unpadded, 8, null, [NoRelocation, 1, 8]),

        // handled: NONE, ABS64, RELATIVE
        new(ElfMachine.AArch64, "AArch64", Unpadded, 1027, null, [NoRelocation, 257, 1027]),
    ];

    /// <summary>The row of a machine; one without rules of its own when it is not known.</summary>
    public static Machine Of(ElfMachine id) =>
        Array.Find(Known, machine => machine.Id == id) ?? new(id, NameOf((ushort)id), Unpadded, null, null, []);

    /// <summary>What people call a machine for which there is no row: EM_* of the gABI's list.</summary>
    private static string NameOf(ushort id) => id switch
    {
        2 or 18 or 43 => "SPARC",
        4 => "Motorola 68000",
        8 or 10 => "MIPS",
        20 or 21 => "PowerPC",
        22 => "S/390",
        42 => "SuperH",
        83 => "AVR",
        94 => "Xtensa",
        93 or 195 => "ARC",
        105 => "MSP430",
        164 => "Hexagon",
        189 => "MicroBlaze",
        258 => "LoongArch",
        _ => $"machine {id}",
    };

    /// <summary>What protects memory on the processor of an app; null: not known.</summary>
    public static ProtectionUnit? ProtectionUnitOf(ElfFile elf) => ProtectionUnitOf(elf.Machine, ArmAttributes.Find(elf));

    /// <summary>What protects memory on a processor; null: not known.</summary>
    /// <param name="machine">Its machine.</param>
    /// <param name="attributes">Of ARM, what is known more; null: nothing.</param>
    public static ProtectionUnit? ProtectionUnitOf(ElfMachine machine, ArmAttributes? attributes) => machine switch
    {
        ElfMachine.Arm => attributes switch
        {
            { IsV6M: true } => ProtectionUnit.ArmV6M,
            { IsV8M: true } => ProtectionUnit.ArmV8M,
            _ => ProtectionUnit.ArmV7M,
        },
        ElfMachine.RiscV => ProtectionUnit.RiscV,
        ElfMachine.I386 => ProtectionUnit.X86,
        _ => null,
    };
}
