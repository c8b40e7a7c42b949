using Elf2Tab.Conversion;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using TabFormat.Reading;

namespace Elf2Tab.Verification;

/// <summary>Compares a TBF, whoever made it, with the ELF from which it is said to be made.</summary>
public static class ElfComparison
{
    /// <summary>Compares what would be in memory.</summary>
    /// <param name="elf">The ELF.</param>
    /// <param name="tbf">The TBF; no rule is broken.</param>
    /// <param name="diagnostics">Where differences are reported.</param>
    /// <param name="elfDiagnostics">Where faults of the ELF are reported.</param>
    /// <exception cref="InputException">The ELF could not be converted at all.</exception>
    public static void Compare(ElfFile elf, TbfReading tbf, DiagnosticSink diagnostics, DiagnosticSink elfDiagnostics)
    {
        bool isRam = tbf.IsLoadedToRam || elf.Type == ElfType.Dynamic;
        var quiet = new DiagnosticSink(null);
        LoadPlan plan;
        var options = new ConvertOptions { Load = isRam ? LoadChoice.Ram : LoadChoice.Flash };
        try
        {
            plan = LoadPlan.Make(elf, options, quiet);
        }
        catch (InputException)
        {
            foreach (var error in quiet.Diagnostics.Where(diagnostic => diagnostic.Kind.Severity == Severity.Error))
                elfDiagnostics.Report(error.Kind, error.Text, error.Hint);
            throw;
        }
        if (!isRam)
        {
            CompareFlash(plan, tbf, diagnostics);
            return;
        }

        // Which way the relocations were delivered only the options said that made the TBF.
        var found = CompareRam(plan, tbf);
        if (found.HasErrors && plan.Workaround is not null && IsSameWithTrailer(elf, options, tbf))
            return;
        foreach (var difference in found.Diagnostics)
            diagnostics.Report(Catalogue.ElfDiffers, difference.Text);
    }

    private static bool IsSameWithTrailer(ElfFile elf, ConvertOptions options, TbfReading tbf)
    {
        try
        {
            var plan = LoadPlan.Make(elf, options with { Relocations = RelocationChoice.Trailer }, new DiagnosticSink(null));
            return !CompareRam(plan, tbf).HasErrors;
        }
        catch (InputException)
        {
            return false;
        }
    }

    private static DiagnosticSink CompareRam(LoadPlan plan, TbfReading tbf)
    {
        var found = new DiagnosticSink(null);
        foreach (ulong baseAddress in LoadCheck.BasesFor(plan.Elf, plan.Ram!.Origin, tbf.Bytes.Span))
            LoadCheck.Compare(plan, tbf, baseAddress, found);
        return found;
    }

    private static void CompareFlash(LoadPlan plan, TbfReading tbf, DiagnosticSink diagnostics)
    {
        var binary = tbf.Bytes.Span[(int)tbf.BinaryOffset..(int)tbf.BinaryEndOffset];
        foreach (var (offset, part) in plan.ReadBinary())
        {
            var expected = part.Span;
            string name = offset < plan.Image.Size
                ? plan.Image.Segments.First(placed => placed.Offset == offset).Segment.ToString()
                : "the relocation trailer";
            int common = offset > binary.Length ? 0 : expected.CommonPrefixLength(binary[(int)offset..]);
            if (common < expected.Length)
                diagnostics.Report(Catalogue.ElfDiffers, $"{name} differs from 0x{offset + common:x} of the app binary");
        }
        long entry = tbf.HeaderSize + (long)tbf.Entry!.InitFunctionOffset - tbf.BinaryOffset;
        if (entry != plan.App.EntryOffset)
            diagnostics.Report(
                Catalogue.ElfDiffers,
                $"the entry point is at 0x{entry:x} of the app binary, in the ELF at 0x{plan.App.EntryOffset:x}");
    }
}
