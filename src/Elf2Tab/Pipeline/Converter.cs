using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan;
using Elf2Tab.Sizes;
using Elf2Tab.Verification;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Pipeline;

// The conversion from top to bottom: each step is a function from one value to the next, and what holds after it is said above it.
// Nothing here touches the disk.

/// <summary>What became of an ELF.</summary>
/// <param name="Plan">The decisions.</param>
/// <param name="Tbf">The layout.</param>
/// <param name="Bytes">The TBF.</param>
internal sealed record Converted(LoadPlan Plan, TbfObject Tbf, byte[] Bytes)
{
    /// <summary>The ELF: views of a file, to be used while that is open.</summary>
    public required ElfFile Elf { get; init; }
}

/// <summary>The steps of a conversion that can be wrong; tests put wrong ones in, to see that the checks behind them work.</summary>
internal sealed record ConversionSteps
{
    /// <summary>Makes every decision.</summary>
    public Func<ElfFile, ConvertOptions, DiagnosticSink, LoadPlan> MakePlan { get; init; } = Planner.Make;

    /// <summary>Puts every byte in its place.</summary>
    public Func<TbfObject, byte[]> Write { get; init; } = TbfWriter.Write;
}

/// <summary>The conversion of one ELF, step by step.</summary>
internal static class Converter
{
    /// <summary>Converts; nothing is returned that was not read back and found to be what the ELF says.</summary>
    /// <exception cref="InputException">The ELF cannot be converted; <paramref name="diagnostics"/> says why.</exception>
    /// <exception cref="IOException">The ELF cannot be read.</exception>
    public static Converted Convert(
        ElfSource source,
        ImmutableArray<Credential> credentials,
        ConvertOptions options,
        DiagnosticSink diagnostics,
        ConversionSteps? steps = null)
    {
        steps ??= new ConversionSteps();

        // Every offset and size is inside the file.
        var elf = ElfFile.Read(source, diagnostics);

        // Every decision is made.
        var plan = steps.MakePlan(elf, options, diagnostics);

        // Every size is known.
        var tbf = TbfLayout.Make(plan, credentials, options, diagnostics);

        // Flash and RAM are within their budgets.
        SizeBudget.Check(plan, tbf, options, diagnostics);

        // Every byte is in its place.
        byte[] bytes = steps.Write(tbf);

        // What was written is what was planned.
        var reading = OutputCheck.Check(tbf, bytes, diagnostics);

        // What was planned is what the ELF standard says.
        CheckAgainstElf(elf, reading, options, diagnostics);
        if (plan is FlashPlan flash)
            LegacyStartCheck.Check(elf, flash, reading, diagnostics);
        return new Converted(plan, tbf, bytes) { Elf = elf };
    }

    private static void CheckAgainstElf(ElfFile elf, TbfReading tbf, ConvertOptions options, DiagnosticSink diagnostics)
    {
        foreach (string difference in ElfCheck.Differences(elf, tbf, Expectation.Exactly(options)))
            diagnostics.Report(Catalogue.CheckFailed, difference);
        diagnostics.StopOnErrors();
    }
}
