using Elf2Tab.Diagnostics;
using Elf2Tab.Keys;
using Elf2Tab.Files;
using Elf2Tab.Reports;
using Elf2Tab.Sizes;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Fuzz.Targets;

/// <summary>The readers of TBFs and TABs, and all that works on what they have read, in memory.</summary>
internal static class ReaderTarget
{
    private const int Top = 20;

    private static readonly byte[] ATbf = File.ReadAllBytes(TestFiles.ATbf);
    private static readonly byte[] ATab = File.ReadAllBytes(TestFiles.ATab);

    /// <summary>Reads, draws, measures, compares and signs; whether no rule is broken.</summary>
    public static bool Read(byte[] file, string directory)
    {
        Memory.CountPrinting(file.Length, writer => Print(file, writer));
        foreach (var (name, tbf) in FileDescription.Tbfs(new AppsFile("in", file, null)))
        {
            var (flash, ram) = Memory.Count(file.Length, () => TbfMap.Of(tbf));
            Memory.Count(file.Length, () => MapSvg.Draw([flash, ram]));
            Memory.Count(file.Length, () => new Measurement(Detail.Section, Top).Measure(name, tbf));
        }
        bool isTab = TabReader.IsTar(file);
        bool isSame = !Memory.Count(file.Length, () => Differ.Compare(new AppsFile("in", file, null), new AppsFile("other", isTab ? ATab : ATbf, null), ignoreBuildDate: false).Any());
        WrongOutcomeException.Unless(isSame == file.AsSpan().SequenceEqual(isTab ? ATab : ATbf), "equal is what has no difference");
        return isTab ? TabReader.Read(file).Findings.IsEmpty : Sign(file);
    }

    private static bool Print(byte[] file, TextWriter writer)
    {
        ReportPrinter.Print(writer, FileDescription.Describe(new AppsFile("in", file, null)));
        new InspectReport(1, [FileDescription.Describe(new AppsFile("in", file, null))]).Print(writer);
        return true;
    }

    /// <summary>Signs a TBF; whether no rule is broken.</summary>
    private static bool Sign(byte[] tbf)
    {
        var diagnostics = new DiagnosticSink("in");
        try
        {
            byte[] signed = Memory.Count(
                tbf.Length, () => Resigner.Sign(tbf, [new HashCredential(CredentialFormat.Sha256)], diagnostics));
            var findings = TbfReader.Read(signed).Findings;
            WrongOutcomeException.Unless(findings.IsEmpty, $"signed a TBF, and it breaks rules: {findings.FirstOrDefault()}");
        }
        catch (InputException)
        {
            WrongOutcomeException.Unless(diagnostics.HasErrors, "refused without an error");
        }
        return TbfReader.Read(tbf).Findings.IsEmpty;
    }
}
