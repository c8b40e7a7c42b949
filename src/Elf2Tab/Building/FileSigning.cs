using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Elf2Tab.Keys;
using Elf2Tab.Reports;
using TabFormat.Images;
using TabFormat.Reading;
using TabFormat.Tab;
using TabFormat.Tbf;

namespace Elf2Tab.Building;

/// <summary>Signs files of apps.</summary>
internal static class FileSigning
{
    /// <summary>The file with hashes and signatures in the reserved space of each of its apps. All else is as it was.</summary>
    /// <param name="file">A file of apps.</param>
    /// <param name="credentials">Hashes and signatures to add.</param>
    /// <param name="diagnostics">Where to report about the file.</param>
    /// <exception cref="InputException">It is damaged, or has too little reserved space.</exception>
    public static byte[] Sign(AppsFile file, ImmutableArray<Credential> credentials, DiagnosticSink diagnostics)
    {
        if (file.Memory is { } memory)
            return memory.With(memory.Apps.Select(app => (app, Resigner.Sign(app.Found.Tbf.Bytes, credentials, diagnostics.In(app.Name)))).ToList());
        if (!file.IsTab)
            return SignTbf(file.Bytes, credentials, diagnostics);
        var tab = TabReader.Read(file.Bytes);
        diagnostics.Report(tab.Findings);
        diagnostics.StopOnErrors();

        return tab.WithMembers(tab.WithoutMetadata().Select(member => new TabMember(
            member.Name, member.IsTbf ? Resigner.Sign(member.Bytes, credentials, diagnostics.In(member.Name)) : member.Bytes)));
    }

    /// <summary>What a signature of the only app of a file covers.</summary>
    /// <param name="file">A file of apps.</param>
    /// <param name="diagnostics">Where to report about the file.</param>
    /// <exception cref="InputException">The app is damaged, or there are several.</exception>
    public static ReadOnlyMemory<byte> CoveredBytes(AppsFile file, DiagnosticSink diagnostics)
    {
        var apps = FileDescription.Tbfs(file).ToList();
        if (apps is not [var (_, tbf)])
            throw diagnostics.Fail(
                Catalogue.SeveralToSign, $"it has {apps.Count} apps", file.IsTab ? "take one out: `elf2tab tab extract` writes the TBFs of a TAB" : null);
        diagnostics.Report(tbf.Findings.Where(finding => finding.Rule != TbfRule.Hash), withPlace: false);
        diagnostics.StopOnErrors();
        return tbf.IsPadding
            ? throw diagnostics.Fail(Catalogue.NoAppInTbf, "it is padding between apps: a header without elements")
            : tbf.Bytes[..(int)tbf.BinaryEndOffset];
    }

    /// <summary>Signs a TBF; erased flash behind it stays: the end of an image of one app.</summary>
    private static byte[] SignTbf(ReadOnlyMemory<byte> bytes, ImmutableArray<Credential> credentials, DiagnosticSink diagnostics)
    {
        var tbf = TbfReader.Read(bytes);
        int size = tbf.HasBaseHeader && tbf.TotalSize < bytes.Length ? (int)tbf.TotalSize : bytes.Length;
        return bytes.Span[size..].ContainsAnyExcept(ImageLayout.Erased)
            ? Resigner.Sign(bytes, credentials, diagnostics)
            : [.. Resigner.Sign(bytes[..size], credentials, diagnostics), .. bytes.Span[size..]];
    }
}
