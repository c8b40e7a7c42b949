using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Commands;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Keys;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Elf2Tab.Reports;
using TabFormat.Reading;

namespace Fuzz.Targets;

/// <summary>The conversion of an ELF, in memory.</summary>
internal static class ElfTarget
{
    private const int FirstChoice = 8;

    /// <summary>
    /// Options of a conversion. Bytes 8 to 15 of an ELF mean nothing (gABI, EI_PAD): each takes one of a row, so that a file is
    /// a whole test case, and one of zeros is converted without options.
    /// </summary>
    private static readonly string[][] Choices =
    [
        [
            "", "--load flash", "--load ram", "--relocations segment", "--relocations trailer", "--relocations workaround",
            "--load ram --relocations workaround", "--load ram --relocations trailer", "--load flash --relocations segment",
        ],
        ["", "--relocate-by loader", "--load-info none", "--load-info flags", "--load-info none", "--no-fixed-addresses"],
        [
            "", "--sha256", "--sha384 --sha512", "--minimum-footer-size 1", "--minimum-footer-size 70000",
            "--sha256 --minimum-footer-size 100", "--minimum-footer-size 4294967295",
        ],
        [
            "", "--protected-region-size 0", "--protected-region-size 16", "--protected-region-size 256",
            "--protected-region-size 257", "--protected-region-size 16777000", "--protected-region-size 4294967295",
        ],
        [
            "", "--stack 0", "--stack 1", "--stack 4294967295", "--minimum-ram-size 0", "--minimum-ram-size 4294967295",
            "--app-heap 4294967295 --kernel-heap 4294967295",
        ],
        ["", "-n name", $"-n {new string('n', 300)}", $"-n {new string('n', 65_000)}"],
        [
            "", "--permissions 1,0 1,64 4294967295,4294967295", "--write_id 1 --read_ids 1 2 --access_ids 3",
            "--short-id 1 --kernel-major 2 --kernel-minor 1", "--disable --sticky",
        ],
        [
            "", "--max-size 0", "--max-size 5000", "--warnings-as-errors", "-v", "-q", "--padding none", "--padding cortex-m-subregions",
            "--padding power-of-two", "--padding multiple:1073741824", "--max-flash 4K --max-ram 4K",
        ],
    ];

    /// <summary>The options that an ELF chooses.</summary>
    public static IEnumerable<string> Options(byte[] elf) => Choices
        .SelectMany((row, index) => FirstChoice + index < elf.Length ? row[elf[FirstChoice + index] % row.Length].Split(' ') : [])
        .Where(word => word != "");

    /// <summary>Converts; whether a TBF was made.</summary>
    public static bool Convert(byte[] elf, string directory)
    {
        var options = new ConvertCommand()
            .Read([.. Options(elf)], new Terminal(TextWriter.Null, TextWriter.Null, HasColour: false), new DiagnosticSink(null))
            .Settings(new RunOptions()).Convert;
        var diagnostics = new DiagnosticSink("app.elf");
        Memory.CountPrinting(elf.Length, writer =>
        {
            var report = ElfDescription.Describe("app.elf", new ElfSource(elf));
            ReportPrinter.Print(writer, report);
            return report;
        });
        try
        {
            var credentials = SigningKeys.None.CredentialsFor(options.Signing);
            var converted = Memory.Count(
                elf.Length, () => Converter.Convert(new ElfSource(elf), credentials, options, diagnostics));
            CheckTbf(converted, options, diagnostics);
            return true;
        }
        catch (InputException)
        {
            WrongOutcomeException.Unless(diagnostics.HasErrors, "refused without an error");
            var wrong = diagnostics.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Kind == Catalogue.CheckFailed);
            WrongOutcomeException.Unless(wrong is null, $"the conversion's own check found a fault: {wrong?.Text}");
            return false;
        }
    }

    private static void CheckTbf(Converted converted, ConvertOptions options, DiagnosticSink diagnostics)
    {
        WrongOutcomeException.Unless(!diagnostics.HasErrors, "converted in spite of an error");
        WrongOutcomeException.Unless(converted.Bytes.Length <= options.MaxSize, $"a TBF of {converted.Bytes.Length} bytes");
        var findings = TbfReader.Read(converted.Bytes).Findings;
        WrongOutcomeException.Unless(findings.IsEmpty, $"made a TBF that breaks rules: {findings.FirstOrDefault()}");
    }
}
