namespace Elf2Tab.Plan;

/// <summary>What bytes of flash or RAM are for, in the order in which tables list it.</summary>
public enum Purpose
{
    /// <summary>The header of the TBF.</summary>
    Header,

    /// <summary>What lies between the header and the app binary and holds nothing.</summary>
    ProtectedTrailer,

    /// <summary>The app binary of a TBF that does not tell what is in it.</summary>
    Binary,

    /// <summary>Machine code.</summary>
    Text,

    /// <summary>What is only read.</summary>
    Constants,

    /// <summary>Variables with initial values. They count in RAM too, and an app that executes in place has both.</summary>
    Data,

    /// <summary>Relocation tables, and what else only serves to relocate: the dynamic table and its symbols.</summary>
    Relocations,

    /// <summary>What fills the space between segments or sections: bytes that no section names.</summary>
    Gap,

    /// <summary>Variables that start as zero.</summary>
    Bss,

    /// <summary>The stack.</summary>
    Stack,

    /// <summary>The app's heap.</summary>
    AppHeap,

    /// <summary>What the kernel keeps about the app (grants).</summary>
    KernelHeap,

    /// <summary>RAM that is asked for as one number.</summary>
    Memory,

    /// <summary>Hashes and signatures.</summary>
    Footer,

    /// <summary>Footers that hold nothing: space for hashes and signatures, or padding.</summary>
    Reserved,

    /// <summary>What is behind the last footer.</summary>
    Padding,
}

/// <summary>Names of purposes.</summary>
internal static class Purposes
{
    /// <summary>The name in tables and in JSON.</summary>
    public static string Name(this Purpose purpose) => purpose switch
    {
        Purpose.Header => "header",
        Purpose.ProtectedTrailer => "protected trailer",
        Purpose.Binary => "app binary",
        Purpose.Text => "text",
        Purpose.Constants => "constants",
        Purpose.Data => "data",
        Purpose.Relocations => "relocations",
        Purpose.Gap => "gaps",
        Purpose.Bss => ".bss",
        Purpose.Stack => "stack",
        Purpose.AppHeap => "app heap",
        Purpose.KernelHeap => "kernel heap",
        Purpose.Memory => "memory",
        Purpose.Footer => "footers",
        Purpose.Reserved => "reserved footers",
        _ => "padding",
    };
}
