using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;

namespace Elf2Tab.Plan;

/// <summary>Symbols that the linker was made to go on without.</summary>
internal static class UndefinedSymbols
{
    private const int Named = 3;
    private const int LongestShown = 128;

    /// <summary>Reports them, by their number and the names of the first.</summary>
    public static void Check(ElfFile elf, DiagnosticSink diagnostics)
    {
        if (elf.Symbols is not { } symbols)
            return;
        var names = new List<string>();
        int count = 0;
        foreach (var symbol in symbols.Symbols)
        {
            if (!symbol.IsMissing || symbols.NameOf(symbol) is not { Length: > 0 } name)
                continue;
            if (++count <= Named)
                names.Add(ElfName.ToText(name.Span, LongestShown));
        }
        if (count > 0)
        {
            string more = count > Named ? $" and {count - Named} more" : "";
            diagnostics.Report(Catalogue.UndefinedSymbols, $"{string.Join(", ", names)}{more}: used, and defined nowhere");
        }
    }
}
