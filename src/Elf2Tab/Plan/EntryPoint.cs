using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;

namespace Elf2Tab.Plan;

/// <summary>Whether <c>e_entry</c> is an entry point at all; where in the app it lies is for others to find.</summary>
internal static class EntryPoint
{
    /// <summary>Reports an entry point that is not given (gABI: 0), or at which a Cortex-M would fault.</summary>
    public static void Check(ElfFile elf, DiagnosticSink diagnostics)
    {
        if (elf.Entry == 0 && (elf.Machine == ElfMachine.Arm || elf.Symbols is { } symbols && !HasCodeAt0(elf, symbols)))
            diagnostics.Report(Catalogue.NoEntry, "the entry point is 0, and no function is there");
        else if (elf.Entry % 2 == 0 && ArmAttributes.Find(elf) is { IsMicrocontroller: true })
            diagnostics.Report(Catalogue.EntryNotThumb, $"the entry point 0x{elf.Entry:x} is even, and the app is for a Cortex-M");
    }

    /// <summary>Whether a symbol with a name, other than the marks of code and data (<c>$x</c>, <c>$d</c>), is code at 0.</summary>
    private static bool HasCodeAt0(ElfFile elf, SymbolTable symbols)
    {
        foreach (var symbol in symbols.Symbols)
        {
            if (symbol is { Value: 0, IsInSection: true, IsNamed: true } && symbol.Section < elf.Sections.Length
                && elf.Sections[symbol.Section].IsExecutable
                && symbols.NameOf(symbol).Span is [not (byte)'$', ..])
            {
                return true;
            }
        }
        return false;
    }
}
