using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>
/// Bytes of the parts of a TBF, which lie one behind another without gaps. The sums have 64 bits, so that they can be larger than the
/// 32 bits of a TBF but never wrap.
/// </summary>
/// <param name="ProtectedRegion">Bytes from the start of the TBF to the app binary, the header among them.</param>
/// <param name="Binary">Bytes of the app binary.</param>
/// <param name="Credentials">Bytes of the credentials.</param>
public sealed record TbfSizes(ulong ProtectedRegion, ulong Binary, ulong Credentials)
{
    /// <summary>Bytes that credentials and reserved space have together at least.</summary>
    public uint MinimumFooters { get; init; }

    /// <summary>How the size of the whole is rounded up.</summary>
    public PaddingRule Padding { get; init; } = PaddingRule.None;

    /// <summary>Flash address of the TBF, of which padding may depend; null: not known.</summary>
    public ulong? StartAddress { get; init; }

    /// <summary>Bytes from the start of the TBF to the first footer.</summary>
    public ulong BinaryEnd => ProtectedRegion + Binary;

    /// <summary>Bytes that make the footers as large as was asked for: at least an empty credential, a multiple of 4.</summary>
    public ulong Reserved => MinimumFooters <= Credentials
        ? 0
        : Alignment.RoundUp(Math.Max(MinimumFooters - Credentials, TbfFormat.CredentialPrefixSize), 4);

    /// <summary>Bytes without padding.</summary>
    public ulong Unpadded => BinaryEnd + Credentials + Reserved;

    /// <summary>Bytes of the whole TBF.</summary>
    public ulong Total => Padding.Apply(Unpadded, StartAddress);
}
