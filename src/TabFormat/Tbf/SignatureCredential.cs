namespace TabFormat.Tbf;

/// <summary>
/// A signature over the covered bytes. Keys serve one thread at a time, and several TBFs may be signed at once: hence the locks.
/// </summary>
public abstract record SignatureCredential(CredentialFormat Format) : Credential(Format)
{
    /// <summary>Whether <paramref name="data"/> is a signature of <paramref name="covered"/> by this key.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> covered, ReadOnlySpan<byte> data);
}
