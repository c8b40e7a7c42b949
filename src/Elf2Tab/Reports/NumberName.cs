using Elf2Tab.Elf;

namespace Elf2Tab.Reports;

/// <summary>Names that formats give to numbers; a number without one is its own, in hexadecimal.</summary>
internal static class NumberName
{
    /// <summary>The names of all flags that are known, then the others as a number.</summary>
    /// <param name="flags">The flags.</param>
    /// <param name="number">The same as a number.</param>
    public static string OfFlags<T>(T flags, ulong number)
        where T : struct, Enum
    {
        ulong known = 0;
        var names = new List<string>();
        foreach (var flag in Enum.GetValues<T>().Where(flag => Convert.ToUInt64(flag, null) != 0 && flags.HasFlag(flag)))
        {
            known |= Convert.ToUInt64(flag, null);
            names.Add(flag.ToString());
        }
        if ((number & ~known) is var others and not 0)
            names.Add($"0x{others:x}");
        return names.Count == 0 ? "None" : string.Join(", ", names);
    }

    /// <summary>What a segment is for.</summary>
    public static string Of(SegmentType type, ElfMachine machine) => ((uint)type, machine) switch
    {
        (4, _) => "Note",
        (6, _) => "ProgramHeaders",
        (0x6474_E550, _) => "GnuUnwindIndex",
        (0x6474_E552, _) => "GnuReadOnlyAfterRelocation",
        (0x6474_E553, _) => "GnuProperty",
        (0x7000_0001, ElfMachine.Arm) => "ArmUnwindIndex",
        (0x7000_0003, ElfMachine.RiscV) => "RiscVAttributes",
        _ => Enum.IsDefined(type) ? type.ToString() : $"0x{(uint)type:x}",
    };

    /// <summary>What is in a section.</summary>
    public static string Of(SectionType type, ElfMachine machine) => ((uint)type, machine) switch
    {
        (1, _) => "ProgramBits",
        (5, _) => "Hash",
        (6, _) => "Dynamic",
        (7, _) => "Note",
        (11, _) => "DynamicSymbols",
        (14, _) => "InitArray",
        (15, _) => "FiniArray",
        (16, _) => "PreinitArray",
        (17, _) => "Group",
        (18, _) => "SymbolSections",
        (0x6FFF_FFF6, _) => "GnuHash",
        (0x7000_0001, ElfMachine.Arm) => "ArmUnwindIndex",
        (0x7000_0003, ElfMachine.Arm) => "ArmAttributes",
        (0x7000_0003, ElfMachine.RiscV) => "RiscVAttributes",
        _ => Enum.IsDefined(type) ? type.ToString() : $"0x{(uint)type:x}",
    };
}
