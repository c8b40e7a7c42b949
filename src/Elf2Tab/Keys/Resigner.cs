using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using TabFormat.Binary;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Keys;

/// <summary>Puts credentials into the reserved footer space of a finished TBF. Header and app binary stay as they are.</summary>
internal static class Resigner
{
    /// <summary>The TBF with the credentials; one of a format that is there already replaces it.</summary>
    /// <exception cref="InputException">The TBF is damaged, or has too little reserved space.</exception>
    public static byte[] Sign(
        ReadOnlyMemory<byte> tbf, ImmutableArray<Credential> credentials, DiagnosticSink diagnostics)
    {
        var reading = TbfReader.Read(tbf);
        var replaced = credentials.Select(credential => credential.Format).Append(CredentialFormat.Reserved).ToHashSet();
        diagnostics.Report(reading.Findings.Where(finding => !IsReplacedHash(finding)), withPlace: false);
        if (reading.Findings.IsEmpty && reading.IsPadding)
            diagnostics.Report(Catalogue.NoAppInTbf, "it is padding between apps: a header without elements");
        if (reading.HasBaseHeader && tbf.Length > reading.TotalSize)
        {
            // Perhaps more apps: what is not signed must not be dropped either.
            diagnostics.Report(
                Catalogue.BytesBehindTbf, $"the TBF ends at 0x{reading.TotalSize:x}, and {tbf.Length - reading.TotalSize} bytes follow it");
        }
        diagnostics.StopOnErrors();

        ImmutableArray<Credential> all =
        [
            .. reading.Footers.Where(footer => !replaced.Contains(footer.Format)).Select(footer => new GivenCredential(footer.Format, footer.Data)),
            .. credentials,
        ];
        long space = reading.TotalSize - reading.BinaryEndOffset;
        long needed = all.Sum(credential => (long)credential.Size);
        if (needed > space)
        {
            throw diagnostics.Fail(
                Catalogue.FooterTooSmall, $"the credentials take {needed} bytes, and {space} are behind the app binary");
        }

        byte[] signed = tbf[..(int)reading.TotalSize].ToArray();
        var covered = signed.AsSpan(0, (int)reading.BinaryEndOffset);
        var footers = signed.AsSpan((int)reading.BinaryEndOffset);
        footers.Clear();
        var writer = new ByteWriter(footers);
        foreach (var footer in all.Concat(ReservedCredential.Fill(space - needed)))
            footer.Write(covered, ref writer);
        return signed;

        // An outdated hash that is replaced does no harm.
        bool IsReplacedHash(TbfFinding finding) => finding.Rule == TbfRule.Hash
            && reading.Footers.Any(footer => footer.Offset == finding.Offset && replaced.Contains(footer.Format));
    }
}
