using System.Security.Cryptography;
using System.Text;

namespace Elf2Tab.Keys;

/// <summary>The first block of a PEM text (RFC 7468).</summary>
/// <param name="Label">What it says that it holds.</param>
/// <param name="Content">What it holds.</param>
internal sealed record PemText(string Label, byte[] Content)
{
    /// <summary>Whether a file is meant as PEM: otherwise it is DER.</summary>
    public static bool IsMeant(ReadOnlySpan<byte> file) => file.IndexOf("-----BEGIN "u8) >= 0;

    /// <summary>Reads a file that is meant as PEM; null: it is damaged.</summary>
    public static PemText? Read(ReadOnlySpan<byte> file)
    {
        string text = Encoding.UTF8.GetString(file).TrimStart('\uFEFF');
        return PemEncoding.TryFind(text, out var fields)
            ? new PemText(text[fields.Label], Convert.FromBase64String(text[fields.Base64Data]))
            : null;
    }
}
