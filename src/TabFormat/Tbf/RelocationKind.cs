namespace TabFormat.Tbf;

/// <summary>Encodings of a relocation table.</summary>
public enum RelocationKind : ushort
{
    /// <summary>Place and type; the addend is what stands at the place.</summary>
    Rel = 1,

    /// <summary>Place, type and addend.</summary>
    Rela = 2,

    /// <summary>Places of relative relocations, packed as addresses and bitmaps.</summary>
    Relr = 3,
}
