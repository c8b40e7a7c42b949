namespace TabFormat.Tbf;

/// <summary>Where the RAM of a RAM-loaded app may be.</summary>
public enum RamPlacement : byte
{
    /// <summary>Anywhere that suits its alignment.</summary>
    Anywhere = 0,

    /// <summary>Only where it was linked for.</summary>
    AtLinkAddress = 1,
}
