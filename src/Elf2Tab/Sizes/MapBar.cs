using Elf2Tab.Plan;

namespace Elf2Tab.Sizes;

// Flash and RAM of a board are small, and apps share them. A map says for every byte of an app what it is for (text, data, padding,
// stack), in flash and in RAM; sizes, budgets and advice are sums over maps, so that they cannot contradict them.

/// <summary>A part of a map.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Offset">Bytes from the start of the bar.</param>
/// <param name="Size">Bytes.</param>
internal sealed record MapPart(string Name, Purpose Purpose, long Offset, long Size);

/// <summary>All that is for one purpose.</summary>
/// <param name="Purpose">The purpose.</param>
/// <param name="Size">Bytes.</param>
internal sealed record PurposeSize(Purpose Purpose, long Size);

/// <summary>A range of memory and what is in it, without gaps: the sizes of the parts add up to that of the bar.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Parts">The parts, ascending.</param>
internal sealed record MapBar(string Name, long Size, IReadOnlyList<MapPart> Parts)
{
    /// <summary>Bytes for each purpose, in the order of the purposes.</summary>
    public IEnumerable<PurposeSize> Sizes()
    {
        foreach (var purpose in Enum.GetValues<Purpose>())
        {
            if (SizeOf(purpose) is > 0 and var size)
                yield return new PurposeSize(purpose, size);
        }
    }

    /// <summary>Bytes for one purpose.</summary>
    public long SizeOf(Purpose purpose) => Parts.Where(part => part.Purpose == purpose).Sum(part => part.Size);
}

/// <summary>Puts a bar together, part by part.</summary>
/// <param name="name">What it is.</param>
internal sealed class MapBarBuilder(string name)
{
    private readonly List<MapPart> _parts = [];

    /// <summary>Bytes so far.</summary>
    public long End { get; private set; }

    /// <summary>Adds a part; one without bytes is left out.</summary>
    public void Add(string part, Purpose purpose, long size)
    {
        if (size <= 0)
            return;
        _parts.Add(new MapPart(part, purpose, End, size));
        End += size;
    }

    /// <summary>Adds what claims say about a range of addresses.</summary>
    public void Add(IEnumerable<Claim> claims)
    {
        foreach (var claim in claims)
            Add(claim.Name, claim.Purpose, (long)(claim.End - claim.Start));
    }

    /// <summary>The bar.</summary>
    public MapBar Build() => new(name, End, _parts);
}
