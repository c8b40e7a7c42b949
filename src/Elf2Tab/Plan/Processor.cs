using Elf2Tab.Elf;
using TabFormat.Tbf;

namespace Elf2Tab.Plan;

/// <summary>A kind of processor, as far as a name or an ELF file tells it: whose code runs where.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Machine">Its machine in ELF headers.</param>
/// <param name="Is64Bit">Whether its addresses have 64 bits; null: not known.</param>
/// <param name="ArmVersion">Of ARM's microcontrollers, 6 to 8: each has the instructions of those before. Null: not known, or another processor.</param>
/// <param name="Unit">What protects memory on it; null: not known.</param>
internal sealed record Processor(string Name, ElfMachine Machine, bool? Is64Bit, int? ArmVersion, ProtectionUnit? Unit)
{
    /// <summary>The processor of an architecture, as TABs name their members: <c>cortex-m4</c>, <c>rv32imac</c>; null: not known.</summary>
    /// <param name="architecture">The name; what follows its first dot does not count.</param>
    public static Processor? Named(string architecture)
    {
        string name = architecture.Split('.')[0].ToLowerInvariant();
        var unit = ProtectionUnit.Named(name);
        return name switch
        {
            "x86" or "i386" or "i486" or "i586" or "i686" => new(name, ElfMachine.I386, Is64Bit: false, null, unit),
            "x86_64" or "x86-64" => new(name, ElfMachine.X8664, Is64Bit: true, null, unit),
            "aarch64" => new(name, ElfMachine.AArch64, Is64Bit: true, null, unit),
            _ when Begins("cortex-m") || Begins("thumbv") => new(name, ElfMachine.Arm, Is64Bit: false, VersionOf(unit), unit),
            _ when Begins("rv32") || Begins("riscv32") => new(name, ElfMachine.RiscV, Is64Bit: false, null, unit),
            _ when Begins("rv64") || Begins("riscv64") => new(name, ElfMachine.RiscV, Is64Bit: true, null, unit),
            _ when Begins("riscv") => new(name, ElfMachine.RiscV, Is64Bit: null, null, unit),
            _ => null,
        };

        bool Begins(string start) => name.StartsWith(start, StringComparison.Ordinal);
    }

    /// <summary>The processor that an ELF file is for.</summary>
    public static Processor Of(ElfFile elf)
    {
        var attributes = ArmAttributes.Find(elf);
        int? version = attributes switch
        {
            { IsV6M: true } => 6,
            { IsV8M: true } => 8,
            { IsMicrocontroller: true } => 7,
            _ => null,
        };
        string name = elf.Machine switch
        {
            ElfMachine.Arm => version is null ? "ARM" : $"ARMv{version}-M",
            ElfMachine.RiscV => $"RISC-V of {(elf.Is64Bit ? 64 : 32)} bits",
            _ => Plan.Machine.Of(elf.Machine).Name,
        };
        return new(name, elf.Machine, elf.Is64Bit, version, Plan.Machine.ProtectionUnitOf(elf.Machine, attributes));
    }

    /// <summary>Whether it runs code that is for another; where one of the two is not known so exactly, it does.</summary>
    public bool Runs(Processor other) =>
        Machine == other.Machine && (Is64Bit ?? other.Is64Bit) == (other.Is64Bit ?? Is64Bit) && !(other.ArmVersion > ArmVersion);

    private static int? VersionOf(ProtectionUnit? unit) =>
        unit == ProtectionUnit.ArmV6M ? 6 : unit == ProtectionUnit.ArmV7M ? 7 : unit == ProtectionUnit.ArmV8M ? 8 : null;
}
