namespace Elf2Tab.Elf;

/// <summary>A section header (gABI, section header), with 64-bit fields for both word sizes.</summary>
/// <param name="Index">Its place in the table, from 0.</param>
/// <param name="NameBytes">Its name, up to <see cref="LongestName"/> bytes of it.</param>
/// <param name="Type"><c>sh_type</c>.</param>
/// <param name="Flags"><c>sh_flags</c>.</param>
/// <param name="Address"><c>sh_addr</c>: where it is while the app runs.</param>
/// <param name="FileOffset"><c>sh_offset</c>: bytes from the start of the file.</param>
/// <param name="Size"><c>sh_size</c>, bytes.</param>
/// <param name="Link"><c>sh_link</c>: index of a section that it refers to.</param>
/// <param name="Info"><c>sh_info</c>.</param>
/// <param name="EntrySize"><c>sh_entsize</c>, bytes.</param>
internal sealed record Section(
    int Index,
    ReadOnlyMemory<byte> NameBytes,
    SectionType Type,
    SectionFlags Flags,
    ulong Address,
    ulong FileOffset,
    ulong Size,
    uint Link,
    uint Info,
    ulong EntrySize)
{
    /// <summary>Bytes of a name that count. Every name may be the same gigabyte of a hostile file.</summary>
    public const int LongestName = 4096;

    private const int LongestShown = 256;

    /// <summary><c>sh_addralign</c>: its address is a multiple of this; 0 and 1: any.</summary>
    public ulong Alignment { get; init; }

    /// <summary>The name to show; of a long one the start. Made anew at each call.</summary>
    public string Name => ElfName.ToText(NameBytes.Span, LongestShown);

    /// <summary>Whether it is in memory while the app runs.</summary>
    public bool IsAllocated => (Flags & SectionFlags.Allocate) != 0;

    /// <summary>Whether the app may write to it.</summary>
    public bool IsWritable => (Flags & SectionFlags.Write) != 0;

    /// <summary>Whether it is a table of relocations.</summary>
    public bool IsRelocations => Type is SectionType.Rel or SectionType.Rela or SectionType.Relr;

    /// <summary>Whether it is a table of relocations in an encoding that only other systems know.</summary>
    public bool IsForeignRelocations =>
        Type is SectionType.Crel or SectionType.AndroidRel or SectionType.AndroidRela or SectionType.AndroidRelr;

    /// <summary>Whether it holds machine code.</summary>
    public bool IsExecutable => (Flags & SectionFlags.Execute) != 0;

    /// <summary>Whether each thread is to have a copy of it.</summary>
    public bool IsThreadLocal => (Flags & SectionFlags.ThreadLocal) != 0;

    /// <summary>Whether it is in memory while the app runs, and what it holds then is in the file.</summary>
    public bool HasLoadedBytes => IsAllocated && HasFileBytes;

    /// <summary>Whether it has bytes in the file.</summary>
    public bool HasFileBytes => Size > 0 && Type is not (SectionType.NoBits or SectionType.Null);

    /// <summary>Whether the name is <paramref name="name"/>.</summary>
    public bool IsNamed(ReadOnlySpan<byte> name) => NameBytes.Span.SequenceEqual(name);

    /// <inheritdoc/>
    public override string ToString() => $"section {Name}";
}
