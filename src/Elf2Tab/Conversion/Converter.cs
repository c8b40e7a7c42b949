using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Verification;
using TabFormat.Credentials;
using TabFormat.Tbf;

namespace Elf2Tab.Conversion;

/// <summary>What became of an ELF.</summary>
/// <param name="Plan">The decisions.</param>
/// <param name="Tbf">The layout.</param>
/// <param name="Bytes">The TBF.</param>
public sealed record Converted(LoadPlan Plan, TbfObject Tbf, byte[] Bytes);

/// <summary>The conversion of one ELF, step by step.</summary>
public static class Converter
{
    /// <summary>Converts; nothing is returned that was not read back and found to be what was planned.</summary>
    /// <exception cref="InputException">The ELF cannot be converted; <paramref name="diagnostics"/> says why.</exception>
    /// <exception cref="IOException">The ELF cannot be read.</exception>
    public static Converted Convert(
        ElfSource source, ImmutableArray<Credential> credentials, ConvertOptions options, DiagnosticSink diagnostics)
    {
        // Every offset and size is inside the file.
        var elf = ElfFile.Read(source, diagnostics);

        // Every decision is made.
        var plan = LoadPlan.Make(elf, options, diagnostics);

        // Every size is known.
        var tbf = TbfLayout.Make(plan, credentials, options, diagnostics);

        // Flash and RAM are within their budgets.
        SizeBudget.Check(plan, tbf, options, diagnostics);

        // Every byte is in its place.
        byte[] bytes = TbfWriter.Write(tbf);

        // What was written is what was planned.
        OutputCheck.Check(tbf, bytes, diagnostics);

        // What a loader makes of it is what the ELF standard says.
        LoadCheck.Check(plan, bytes, diagnostics);
        LegacyStartCheck.Check(plan, bytes, diagnostics);
        return new Converted(plan, tbf, bytes);
    }
}
