using Elf2Tab.Elf;

namespace Elf2Tab.Tests.Elf;

/// <summary>
/// Loads a static PIE from what ELFSharp has read of it, as the gABI says (program loading, relocation, RELR), with nothing of
/// the program's own loaders.
/// </summary>
internal sealed class ThirdLoader
{
    private readonly ulong _bias;
    private readonly List<ulong> _relocated = [];

    /// <summary>Loads an app.</summary>
    /// <param name="elf">The app.</param>
    /// <param name="bias">What its addresses differ by from those for which it is linked.</param>
    public ThirdLoader(ThirdReading elf, ulong bias)
    {
        Elf = elf;
        _bias = bias;
        Start = elf.LoadSegments.Min(segment => segment.VirtualAddress);
        Memory = new byte[elf.LoadSegments.Max(segment => segment.VirtualAddress + segment.MemorySize) - Start];
        foreach (var segment in elf.LoadSegments)
            elf.SegmentContents[segment.Index].CopyTo(Memory, (int)(segment.VirtualAddress - Start));

        // No app here has a procedure linkage table; for one that has, this loader must learn what covers what.
        Assert.Null(Elf.ValueOf(DynamicTag.JumpRel));
        foreach (ulong[] entry in Table(DynamicTag.Rel, DynamicTag.RelSize, 2))
            Relocate(entry[0], entry[1], null);
        foreach (ulong[] entry in Table(DynamicTag.Rela, DynamicTag.RelaSize, 3))
            Relocate(entry[0], entry[1], entry[2]);
        RelocatePacked();
    }

    /// <summary>The app.</summary>
    public ThirdReading Elf { get; }

    /// <summary>The lowest address for which it is linked.</summary>
    public ulong Start { get; }

    /// <summary>All its memory.</summary>
    public byte[] Memory { get; }

    /// <summary>The relocated words, by the addresses for which the app is linked.</summary>
    public IReadOnlyList<ulong> Relocated => _relocated;

    /// <summary>The address at which it starts.</summary>
    public ulong Entry => Elf.Cut(Elf.Entry + _bias);

    /// <summary>R_ARM_RELATIVE and its like (psABI of each machine).</summary>
    private uint RelativeType => Elf.Machine switch
    {
        ElfMachine.Arm => 23,
        ElfMachine.RiscV => 3,
        ElfMachine.I386 or ElfMachine.X8664 => 8,
        ElfMachine.AArch64 => 1027,
        _ => throw new InvalidOperationException($"{Elf.Machine} has no relative relocation here"),
    };

    private void Relocate(ulong address, ulong info, ulong? addend)
    {
        uint type = Elf.Is64Bit ? (uint)info : (byte)info;
        if (type == 0)
            return;
        Assert.Equal(RelativeType, type);
        SetWord(address, _bias + (addend ?? WordAt(address)));
    }

    /// <summary>An even entry is an address, an odd one has a bit for each of the words behind.</summary>
    private void RelocatePacked()
    {
        ulong size = (ulong)Elf.WordSize;
        ulong next = 0;
        foreach (ulong[] entry in Table(DynamicTag.Relr, DynamicTag.RelrSize, 1))
        {
            if ((entry[0] & 1) == 0)
            {
                SetWord(entry[0], _bias + WordAt(entry[0]));
                next = entry[0] + size;
                continue;
            }
            ulong address = next;
            for (ulong bits = entry[0] >> 1; bits != 0; bits >>= 1, address += size)
            {
                if ((bits & 1) != 0)
                    SetWord(address, _bias + WordAt(address));
            }
            next += size * ((size * 8) - 1);
        }
    }

    /// <summary>The entries of a table in memory, each of so many words.</summary>
    private List<ulong[]> Table(DynamicTag addressTag, DynamicTag sizeTag, int words)
    {
        if (Elf.ValueOf(addressTag) is not { } start)
            return [];
        int count = (int)Elf.ValueOf(sizeTag)!.Value / Elf.WordSize;
        var all = Enumerable.Range(0, count).Select(index => WordAt(start + (ulong)(index * Elf.WordSize)));
        return [.. all.Chunk(words)];
    }

    private ulong WordAt(ulong address) => Elf.WordAt(Memory, (int)(address - Start));

    private void SetWord(ulong address, ulong value)
    {
        Elf.SetWord(Memory, (int)(address - Start), value);
        _relocated.Add(address);
    }
}
