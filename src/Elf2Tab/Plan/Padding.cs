using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan.Legacy;
using TabFormat.Tbf;

namespace Elf2Tab.Plan;

/// <summary>How the size of a TBF is rounded up.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Reason">Why it applies.</param>
internal sealed record Padding(PaddingRule Rule, string Reason)
{
    /// <summary>Chooses the rule for an app that executes in place: the option, else the ELF's symbol, else the machine's.</summary>
    /// <exception cref="InputException">The symbol has no value to which sizes can be rounded.</exception>
    public static Padding ForFlash(ElfFile elf, Machine machine, ConvertOptions options, DiagnosticSink diagnostics) =>
        Given(elf, options, diagnostics) ?? new Padding(machine.Padding, $"that is the rule for {machine.Name}");

    /// <summary>Chooses the rule for a RAM-loaded app: the option, else the ELF's symbol, else no padding, which costs RAM.</summary>
    /// <exception cref="InputException">The symbol has no value to which sizes can be rounded.</exception>
    public static Padding ForRam(ElfFile elf, ConvertOptions options, DiagnosticSink diagnostics) =>
        Given(elf, options, diagnostics) ?? new Padding(PaddingRule.None, "padding would be copied to RAM");

    private static Padding? Given(ElfFile elf, ConvertOptions options, DiagnosticSink diagnostics)
    {
        ulong? symbol = elf.Symbols?.ValueOf(GivenNames.Padding);
        if (options.Padding is { } rule)
        {
            if (symbol is not null)
                diagnostics.Report(
                    Catalogue.PaddingOverruled, $"--padding, {rule}, wins over symbol tbf_total_size_padding = {symbol}");
            return new Padding(rule, "--padding");
        }
        if (symbol is not { } multiple)
            return null;
        return PaddingRule.IsMultiple(multiple)
            ? new Padding(PaddingRule.MultipleOf((uint)multiple), "symbol tbf_total_size_padding")
            : throw diagnostics.Fail(
                Catalogue.PaddingSymbol,
                $"symbol tbf_total_size_padding is {multiple}, not a multiple of 4 from 4 to {PaddingRule.LargestMultiple}");
    }
}
