using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using TabFormat.Tbf;

namespace Elf2Tab.Plan;

/// <summary>Dynamic relocations of an app that executes in place: its start-up code knows those of the trailer only.</summary>
internal static class UnappliedRelocations
{
    /// <summary>Reports them.</summary>
    /// <exception cref="InputException">Some name symbols: the app waits for a dynamic linker.</exception>
    public static void Check(ElfFile elf, DiagnosticSink diagnostics)
    {
        if (elf.Dynamic is not { } dynamic)
            return;
        int count = 0;
        ulong bytes = 0;
        foreach (var table in DynamicRelocations.FindTables(elf, dynamic, new DiagnosticSink(null)))
        {
            if (table.Kind == RelocationKind.Relr)
            {
                bytes += (ulong)table.Bytes.Length;
                continue;
            }
            foreach (var entry in table.Entries().Where(entry => entry.Type != Machine.NoRelocation))
            {
                if (entry.Symbol != 0)
                    DynamicRelocations.ReportType(elf, dynamic, table, entry, diagnostics);
                else
                    count++;
            }
        }
        diagnostics.StopOnErrors();
        if (count > 0 || bytes > 0)
        {
            string what = count == 0 ? $"{bytes} bytes of RELR relocations" : $"{count} dynamic relocations";
            diagnostics.Report(Catalogue.NobodyRelocates, $"{what} (PT_DYNAMIC) in an app that executes in place");
        }
    }
}
