namespace TabFormat.Tbf;

/// <summary>Space for credentials that are added later, or padding.</summary>
public sealed record ReservedCredential : Credential
{
    /// <summary>Most bytes that one footer can take: its length field has 16 bits.</summary>
    private const long LargestSize = TbfFormat.ElementPrefixSize + ushort.MaxValue;

    /// <summary>What a footer takes of a space that needs several, so that the next one is aligned.</summary>
    private const long ChunkSize = 65_536;

    private ReservedCredential(long size)
        : base(CredentialFormat.Reserved) => DataLength = (int)(size - TbfFormat.CredentialPrefixSize);

    /// <inheritdoc/>
    public override int DataLength { get; }

    /// <summary>Reserved credentials that together take <paramref name="space"/> bytes: one while its length fits in 16 bits.</summary>
    /// <param name="space">Bytes; with fewer than the 8 of an empty credential there is none.</param>
    public static IEnumerable<ReservedCredential> Fill(long space)
    {
        while (space >= TbfFormat.CredentialPrefixSize)
        {
            long size = space <= LargestSize ? space : Math.Min(ChunkSize, space - TbfFormat.CredentialPrefixSize);
            yield return new ReservedCredential(size);
            space -= size;
        }
    }

    private protected override void WriteData(ReadOnlySpan<byte> covered, Span<byte> data)
    {
    }
}
