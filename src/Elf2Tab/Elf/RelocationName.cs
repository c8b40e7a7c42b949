namespace Elf2Tab.Elf;

/// <summary>
/// Names of relocation types, as the psABIs give them: those that linkers leave in a dynamic table, and those that they keep with
/// <c>--emit-relocs</c> for data.
/// </summary>
internal static class RelocationName
{
    /// <summary>The name and the number, <c>R_ARM_IRELATIVE (160)</c>; the number alone where no name is known.</summary>
    public static string Of(ElfMachine machine, uint type)
    {
        string? name = machine switch
        {
            ElfMachine.Arm => OfArm(type),
            ElfMachine.RiscV => OfRiscV(type),
            ElfMachine.I386 => OfI386(type),
            ElfMachine.X8664 => OfX8664(type),
            ElfMachine.AArch64 => OfAArch64(type),
            _ => null,
        };
        return name is null ? $"type {type}" : $"{name} ({type})";
    }

    private static string? OfArm(uint type) => type switch
    {
        0 => "R_ARM_NONE",
        1 => "R_ARM_PC24",
        2 => "R_ARM_ABS32",
        3 => "R_ARM_REL32",
        8 => "R_ARM_ABS8",
        5 => "R_ARM_ABS16",
        10 => "R_ARM_THM_CALL",
        17 => "R_ARM_TLS_DTPMOD32",
        18 => "R_ARM_TLS_DTPOFF32",
        19 => "R_ARM_TLS_TPOFF32",
        13 => "R_ARM_TLS_DESC",
        20 => "R_ARM_COPY",
        21 => "R_ARM_GLOB_DAT",
        22 => "R_ARM_JUMP_SLOT",
        23 => "R_ARM_RELATIVE",
        24 => "R_ARM_GOTOFF32",
        25 => "R_ARM_BASE_PREL",
        26 => "R_ARM_GOT_BREL",
        28 => "R_ARM_CALL",
        29 => "R_ARM_JUMP24",
        30 => "R_ARM_THM_JUMP24",
        38 => "R_ARM_TARGET1",
        40 => "R_ARM_V4BX",
        41 => "R_ARM_TARGET2",
        42 => "R_ARM_PREL31",
        43 => "R_ARM_MOVW_ABS_NC",
        44 => "R_ARM_MOVT_ABS",
        47 => "R_ARM_THM_MOVW_ABS_NC",
        48 => "R_ARM_THM_MOVT_ABS",
        96 => "R_ARM_GOT_PREL",
        160 => "R_ARM_IRELATIVE",
        161 => "R_ARM_GOTFUNCDESC",
        162 => "R_ARM_GOTOFFFUNCDESC",
        163 => "R_ARM_FUNCDESC",
        164 => "R_ARM_FUNCDESC_VALUE",
        _ => null,
    };

    private static string? OfRiscV(uint type) => type switch
    {
        0 => "R_RISCV_NONE",
        1 => "R_RISCV_32",
        2 => "R_RISCV_64",
        3 => "R_RISCV_RELATIVE",
        4 => "R_RISCV_COPY",
        5 => "R_RISCV_JUMP_SLOT",
        6 => "R_RISCV_TLS_DTPMOD32",
        7 => "R_RISCV_TLS_DTPMOD64",
        8 => "R_RISCV_TLS_DTPREL32",
        9 => "R_RISCV_TLS_DTPREL64",
        10 => "R_RISCV_TLS_TPREL32",
        11 => "R_RISCV_TLS_TPREL64",
        12 => "R_RISCV_TLSDESC",
        23 => "R_RISCV_PCREL_HI20",
        26 => "R_RISCV_HI20",
        27 => "R_RISCV_LO12_I",
        57 => "R_RISCV_32_PCREL",
        58 => "R_RISCV_IRELATIVE",
        _ => null,
    };

    private static string? OfI386(uint type) => type switch
    {
        0 => "R_386_NONE",
        1 => "R_386_32",
        2 => "R_386_PC32",
        5 => "R_386_COPY",
        6 => "R_386_GLOB_DAT",
        7 => "R_386_JUMP_SLOT",
        8 => "R_386_RELATIVE",
        14 => "R_386_TLS_TPOFF",
        35 => "R_386_TLS_DTPMOD32",
        36 => "R_386_TLS_DTPOFF32",
        37 => "R_386_TLS_TPOFF32",
        41 => "R_386_TLS_DESC",
        42 => "R_386_IRELATIVE",
        _ => null,
    };

    private static string? OfX8664(uint type) => type switch
    {
        0 => "R_X86_64_NONE",
        1 => "R_X86_64_64",
        2 => "R_X86_64_PC32",
        5 => "R_X86_64_COPY",
        6 => "R_X86_64_GLOB_DAT",
        7 => "R_X86_64_JUMP_SLOT",
        8 => "R_X86_64_RELATIVE",
        10 => "R_X86_64_32",
        11 => "R_X86_64_32S",
        16 => "R_X86_64_DTPMOD64",
        17 => "R_X86_64_DTPOFF64",
        18 => "R_X86_64_TPOFF64",
        36 => "R_X86_64_TLSDESC",
        37 => "R_X86_64_IRELATIVE",
        _ => null,
    };

    private static string? OfAArch64(uint type) => type switch
    {
        0 => "R_AARCH64_NONE",
        257 => "R_AARCH64_ABS64",
        258 => "R_AARCH64_ABS32",
        1024 => "R_AARCH64_COPY",
        1025 => "R_AARCH64_GLOB_DAT",
        1026 => "R_AARCH64_JUMP_SLOT",
        1027 => "R_AARCH64_RELATIVE",
        1028 => "R_AARCH64_TLS_DTPMOD64",
        1029 => "R_AARCH64_TLS_DTPREL64",
        1030 => "R_AARCH64_TLS_TPREL64",
        1031 => "R_AARCH64_TLSDESC",
        1032 => "R_AARCH64_IRELATIVE",
        580 => "R_AARCH64_AUTH_ABS64",
        1041 => "R_AARCH64_AUTH_RELATIVE",
        _ => null,
    };
}
