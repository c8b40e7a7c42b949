namespace Elf2Tab.Elf;

/// <summary>Values of <c>e_type</c> (gABI, ELF header).</summary>
public enum ElfType : ushort
{
    /// <summary>An object file that is not linked yet.</summary>
    Relocatable = 1,

    /// <summary>An executable linked for its addresses.</summary>
    Executable = 2,

    /// <summary>A shared object or position-independent executable.</summary>
    Dynamic = 3,

    /// <summary>A memory dump.</summary>
    Core = 4,
}

/// <summary>Values of <c>e_machine</c> that are known here.</summary>
public enum ElfMachine : ushort
{
    /// <summary>EM_386.</summary>
    I386 = 3,

    /// <summary>EM_ARM.</summary>
    Arm = 40,

    /// <summary>EM_X86_64.</summary>
    X8664 = 62,

    /// <summary>EM_AARCH64.</summary>
    AArch64 = 183,

    /// <summary>EM_RISCV.</summary>
    RiscV = 243,
}

/// <summary>Values of <c>p_type</c> that are known here.</summary>
public enum SegmentType : uint
{
    /// <summary>Bytes to load.</summary>
    Load = 1,

    /// <summary>The dynamic table.</summary>
    Dynamic = 2,

    /// <summary>The path of a dynamic linker.</summary>
    Interpreter = 3,

    /// <summary>Initial thread-local storage.</summary>
    ThreadLocal = 7,

    /// <summary>PT_GNU_STACK: access to the stack, and its size where <c>-z stack-size=</c> gives one.</summary>
    GnuStack = 0x6474_E551,
}

/// <summary>Values of <c>d_tag</c> that are known here (gABI, dynamic section).</summary>
public enum DynamicTag : ulong
{
    /// <summary>End of the table.</summary>
    Null = 0,

    /// <summary>Name of a library that must be loaded too.</summary>
    Needed = 1,

    /// <summary>Bytes of the relocations of the procedure linkage table.</summary>
    PltRelSize = 2,

    /// <summary>Address of the names.</summary>
    StringTable = 5,

    /// <summary>Address of the symbols.</summary>
    SymbolTable = 6,

    /// <summary>Address of the RELA table.</summary>
    Rela = 7,

    /// <summary>Bytes of the RELA table.</summary>
    RelaSize = 8,

    /// <summary>Bytes of a RELA entry.</summary>
    RelaEntrySize = 9,

    /// <summary>Bytes of the names.</summary>
    StringTableSize = 10,

    /// <summary>Address of the REL table.</summary>
    Rel = 17,

    /// <summary>Bytes of the REL table.</summary>
    RelSize = 18,

    /// <summary>Bytes of a REL entry.</summary>
    RelEntrySize = 19,

    /// <summary>Which of REL and RELA the procedure linkage table uses.</summary>
    PltRel = 20,

    /// <summary>Address of the relocations of the procedure linkage table.</summary>
    JumpRel = 23,

    /// <summary>Bytes of the RELR table.</summary>
    RelrSize = 35,

    /// <summary>Address of the RELR table.</summary>
    Relr = 36,

    /// <summary>Bytes of a RELR entry.</summary>
    RelrEntrySize = 37,

    /// <summary>DT_CREL: address of a table in the compact encoding of LLVM.</summary>
    Crel = 38,

    /// <summary>DT_ANDROID_REL: address of a packed REL table.</summary>
    AndroidRel = 0x6000_000F,

    /// <summary>DT_ANDROID_RELA: address of a packed RELA table.</summary>
    AndroidRela = 0x6000_0011,

    /// <summary>DT_ANDROID_RELR: RELR under the number that it had before the gABI gave it one.</summary>
    AndroidRelr = 0x6FFF_E000,

    /// <summary>DT_FLAGS_1: among others, whether the file is a position-independent executable.</summary>
    Flags1 = 0x6FFF_FFFB,

    /// <summary>DT_AARCH64_AUTH_RELR: addresses to be signed when they are relocated. The number is of processors: AArch64 alone.</summary>
    AArch64AuthRelr = 0x7000_0012,
}

/// <summary>Values of <c>p_flags</c>.</summary>
[Flags]
public enum SegmentFlags : uint
{
    /// <summary>No access.</summary>
    None = 0,

    /// <summary>PF_X.</summary>
    Execute = 1,

    /// <summary>PF_W.</summary>
    Write = 2,

    /// <summary>PF_R.</summary>
    Read = 4,
}

/// <summary>Values of <c>sh_type</c> that are known here.</summary>
public enum SectionType : uint
{
    /// <summary>An unused header.</summary>
    Null = 0,

    /// <summary>Symbols.</summary>
    SymbolTable = 2,

    /// <summary>Names.</summary>
    StringTable = 3,

    /// <summary>Relocations with addends.</summary>
    Rela = 4,

    /// <summary>Memory without bytes in the file.</summary>
    NoBits = 8,

    /// <summary>Relocations without addends.</summary>
    Rel = 9,

    /// <summary>Packed relative relocations.</summary>
    Relr = 19,

    /// <summary>SHT_CREL: relocations in the compact encoding of LLVM.</summary>
    Crel = 0x4000_0014,

    /// <summary>SHT_ANDROID_REL.</summary>
    AndroidRel = 0x6000_0001,

    /// <summary>SHT_ANDROID_RELA.</summary>
    AndroidRela = 0x6000_0002,

    /// <summary>SHT_ANDROID_RELR.</summary>
    AndroidRelr = 0x6FFF_FF00,
}

/// <summary>Values of <c>sh_flags</c> that are known here.</summary>
[Flags]
public enum SectionFlags : ulong
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>SHF_WRITE: writable while the app runs.</summary>
    Write = 1,

    /// <summary>SHF_ALLOC: in memory while the app runs.</summary>
    Allocate = 2,

    /// <summary>SHF_EXECINSTR: machine code.</summary>
    Execute = 4,

    /// <summary>SHF_MERGE: equal contents may be one.</summary>
    Merge = 0x10,

    /// <summary>SHF_STRINGS: texts that end with a zero.</summary>
    Strings = 0x20,

    /// <summary>SHF_INFO_LINK: <c>sh_info</c> is the index of a section.</summary>
    InfoLink = 0x40,

    /// <summary>SHF_LINK_ORDER: it lies in the order of the sections that it refers to.</summary>
    LinkOrder = 0x80,

    /// <summary>SHF_GROUP: it belongs to a group of sections.</summary>
    Group = 0x200,

    /// <summary>SHF_TLS: thread-local.</summary>
    ThreadLocal = 0x400,
}

/// <summary>Values of <c>sh_type</c> that mean something else on other processors, or have no need of a name elsewhere.</summary>
internal static class SectionTypes
{
    /// <summary>SHT_DYNAMIC: the dynamic table.</summary>
    public const SectionType Dynamic = (SectionType)6;

    /// <summary>SHT_NOTE: words for tools, kept even where all other contents are gone.</summary>
    public const SectionType Note = (SectionType)7;

    /// <summary>SHT_ARM_EXIDX of ARM: how to unwind the stack of each function.</summary>
    public const SectionType ArmUnwindIndex = (SectionType)0x7000_0001;

    /// <summary>SHT_ARM_ATTRIBUTES of ARM: for which processors the file was built.</summary>
    public const SectionType ArmAttributes = (SectionType)0x7000_0003;
}
