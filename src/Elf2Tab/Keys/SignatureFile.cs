using System.Formats.Asn1;
using System.Numerics;
using System.Text;
using Elf2Tab.Diagnostics;
using TabFormat.Tbf;

namespace Elf2Tab.Keys;

/// <summary>
/// Signatures from elsewhere: security modules, signing services, <c>openssl</c>. They come as bytes, as DER, and as text of either; which of
/// these a file is, the one tells that verifies.
/// </summary>
internal static class SignatureFile
{
    private const int ScalarLength = 32;

    /// <summary>The credential with the signature of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="key">The public key.</param>
    /// <param name="covered">What was signed.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">It is no signature, or was not made with the key over these bytes.</exception>
    public static GivenCredential Read(ReadOnlyMemory<byte> file, SignatureCredential key, ReadOnlyMemory<byte> covered, DiagnosticSink diagnostics)
    {
        var candidates = Forms(file.ToArray()).SelectMany(bytes => Signatures(bytes, key)).ToList();
        foreach (byte[] signature in candidates)
        {
            byte[] data = key.DataOf(signature);
            if (key.Verify(covered.Span, data))
                return new GivenCredential(key.Format, data);
        }
        throw candidates.Count == 0
            ? diagnostics.Fail(
                Catalogue.SignatureUnreadable,
                $"{file.Length} bytes are no {key.Format} signature, which has {key.SignatureLength}",
                $"give the file that the signing program wrote, for instance `openssl pkeyutl -sign -inkey KEY -in DIGEST -pkeyopt digest:{key.Hash.Name!.ToLowerInvariant()}`")
            : diagnostics.Fail(
                Catalogue.SignatureInvalid,
                $"it was not made with this key over the {key.Hash} of the {covered.Length} covered bytes"
                + (key is Rsa4096Credential ? " by PKCS#1 v1.5" : ""));
    }

    /// <summary>The file, and what it says as text.</summary>
    private static IEnumerable<byte[]> Forms(byte[] file)
    {
        yield return file;
        if (PemText.IsMeant(file) && PemText.Read(file) is { } pem)
            yield return pem.Content;
        string text = string.Concat(Encoding.Latin1.GetString(file).Where(letter => !char.IsWhiteSpace(letter) && letter != ':'));
        if (text.Length > 0 && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit))
            yield return Convert.FromHexString(text);
        byte[] decoded = new byte[text.Length];
        if (Convert.TryFromBase64String(text, decoded, out int length))
            yield return decoded[..length];
    }

    private static IEnumerable<byte[]> Signatures(byte[] bytes, SignatureCredential key)
    {
        if (bytes.Length == key.SignatureLength)
            yield return bytes;
        if (key is EcdsaCredential && ReadDer(bytes) is { } scalars)
            yield return scalars;
    }

    /// <summary>r and s of <c>SEQUENCE { r INTEGER, s INTEGER }</c> (RFC 3279), 32 bytes each; null: it is something else.</summary>
    private static byte[]? ReadDer(byte[] bytes)
    {
        try
        {
            var reader = new AsnReader(bytes, AsnEncodingRules.BER);
            var fields = reader.ReadSequence();
            byte[] both = new byte[2 * ScalarLength];
            bool fits = Write(fields.ReadInteger(), both.AsSpan(0, ScalarLength)) && Write(fields.ReadInteger(), both.AsSpan(ScalarLength));
            return fits && !fields.HasData && !reader.HasData ? both : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static bool Write(BigInteger number, Span<byte> scalar)
    {
        int length = number.Sign < 0 ? int.MaxValue : number.GetByteCount(isUnsigned: true);
        return length <= scalar.Length && number.TryWriteBytes(scalar[^length..], out _, isUnsigned: true, isBigEndian: true);
    }
}
