using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using TabFormat.Binary;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Keys;

/// <summary>Puts credentials into the reserved footer space of a finished TBF. Its size stays as it is.</summary>
internal static class Resigner
{
    /// <summary>The TBF with the credentials; one of a format that is there already replaces it.</summary>
    /// <exception cref="InputException">The TBF is damaged, or has too little reserved space.</exception>
    public static byte[] Sign(ReadOnlyMemory<byte> tbf, ImmutableArray<Credential> credentials, DiagnosticSink diagnostics) =>
        Sign(Read(tbf, credentials, diagnostics), credentials, diagnostics);

    /// <summary>The same, of a TBF that was read.</summary>
    /// <exception cref="InputException">It has too little reserved space.</exception>
    public static byte[] Sign(TbfReading tbf, ImmutableArray<Credential> credentials, DiagnosticSink diagnostics)
    {
        var kept = KeptFooters(tbf, credentials).Select(footer => (Credential)new GivenCredential(footer.Format, footer.Data));
        return Write(tbf, tbf.Bytes.Span[..(int)tbf.BinaryEndOffset], [.. kept, .. credentials], diagnostics);
    }

    /// <summary>
    /// The TBF with other covered bytes. Hashes are worked out anew; signatures of the old bytes become reserved space, with a warning
    /// where they are not replaced.
    /// </summary>
    /// <param name="tbf">The TBF as it was.</param>
    /// <param name="covered">The bytes in front of the footers, as many as they were.</param>
    /// <param name="credentials">Hashes and signatures to add.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">It has too little reserved space.</exception>
    public static byte[] SignAnew(
        TbfReading tbf, ReadOnlySpan<byte> covered, ImmutableArray<Credential> credentials, DiagnosticSink diagnostics)
    {
        var kept = KeptFooters(tbf, credentials).ToLookup(footer => footer.IsHash);
        foreach (var footer in kept[false])
            diagnostics.Report(Catalogue.SignatureDropped, $"the {footer.Format} credential is of the old header");
        return Write(tbf, covered, [.. kept[true].Select(TbfEditing.ToCredential), .. credentials], diagnostics);
    }

    /// <summary>Reads a TBF that is to be signed or changed.</summary>
    /// <param name="tbf">Its bytes.</param>
    /// <param name="credentials">What will be added: an outdated hash that is replaced does no harm.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">It is damaged, or not an app alone.</exception>
    public static TbfReading Read(ReadOnlyMemory<byte> tbf, ImmutableArray<Credential> credentials, DiagnosticSink diagnostics)
    {
        var reading = TbfReader.Read(tbf);
        var replaced = FormatsOf(credentials);
        var outdated = reading.Footers.Where(footer => replaced.Contains(footer.Format)).Select(footer => (long)footer.Offset).ToHashSet();
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
        return reading;

        bool IsReplacedHash(TbfFinding finding) => finding.Rule == TbfRule.Hash && outdated.Contains(finding.Offset);
    }

    private static IEnumerable<ParsedFooter> KeptFooters(TbfReading tbf, ImmutableArray<Credential> credentials)
    {
        var replaced = FormatsOf(credentials);
        return tbf.Footers.Where(footer => footer.Format != CredentialFormat.Reserved && !replaced.Contains(footer.Format));
    }

    private static HashSet<CredentialFormat> FormatsOf(ImmutableArray<Credential> credentials) =>
        [.. credentials.Select(credential => credential.Format)];

    private static byte[] Write(
        TbfReading tbf, ReadOnlySpan<byte> covered, ImmutableArray<Credential> credentials, DiagnosticSink diagnostics)
    {
        long space = tbf.TotalSize - tbf.BinaryEndOffset;
        long needed = credentials.Sum(credential => (long)credential.Size);
        if (needed > space)
        {
            throw diagnostics.Fail(
                Catalogue.FooterTooSmall, $"the credentials take {needed} bytes, and {space} are behind the app binary", $"convert with `--minimum-footer-size {needed}`");
        }
        byte[] bytes = new byte[tbf.TotalSize];
        covered.CopyTo(bytes);
        var writer = new ByteWriter(bytes.AsSpan(covered.Length));
        foreach (var footer in credentials.Concat(ReservedCredential.Fill(space - needed)))
            footer.Write(covered, ref writer);
        return bytes;
    }
}
