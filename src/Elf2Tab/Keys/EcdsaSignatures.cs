using System.Security.Cryptography;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Keys;

/// <summary>ECDSA signatures differ in every run. One that verifies is as good as any other.</summary>
internal static class EcdsaSignatures
{
    /// <summary>What was made, with the signatures of what is there where these verify over the same bytes.</summary>
    /// <param name="there">A TBF or TAB on disk.</param>
    /// <param name="made">The TBF or TAB that would replace it.</param>
    /// <param name="key">The key; null: nothing is signed.</param>
    public static ReadOnlyMemory<byte> TakeOver(ReadOnlyMemory<byte> there, ReadOnlyMemory<byte> made, ECDsa? key)
    {
        if (key is null)
            return made;
        byte[] merged = made.ToArray();
        if (!TabReader.IsTar(made.Span))
        {
            if (there.Length == made.Length)
                TakeOver(there, made, key, merged);
            return merged;
        }
        var theirs = TabReader.Read(there).Tbfs.ToLookup(member => member.Name);
        foreach (var member in TabReader.Read(made).Tbfs)
        {
            if (theirs[member.Name].FirstOrDefault() is { } other && other.Bytes.Length == member.Bytes.Length)
                TakeOver(other.Bytes, member.Bytes, key, merged.AsSpan((int)member.Offset, member.Bytes.Length));
        }
        return merged;
    }

    private static void TakeOver(ReadOnlyMemory<byte> there, ReadOnlyMemory<byte> made, ECDsa key, Span<byte> merged)
    {
        var (left, right) = (TbfReader.Read(there), TbfReader.Read(made));
        var credential = new EcdsaCredential(key);
        if (left.Findings.IsEmpty && left.BinaryEndOffset == right.BinaryEndOffset
            && there.Span[..(int)left.BinaryEndOffset].SequenceEqual(made.Span[..(int)right.BinaryEndOffset]))
        {
            foreach (var footer in left.Footers.Where(footer => footer.Format == CredentialFormat.EcdsaNistP256))
            {
                bool isSamePlace = right.Footers.Any(other => other.Offset == footer.Offset && other.Format == footer.Format);
                if (isSamePlace && credential.Verify(there.Span[..(int)left.BinaryEndOffset], footer.Data.Span))
                    footer.Data.Span.CopyTo(merged[(footer.Offset + TbfFormat.CredentialPrefixSize)..]);
            }
        }
    }
}
