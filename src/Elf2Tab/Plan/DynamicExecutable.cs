using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;

namespace Elf2Tab.Plan;

/// <summary>An app that counts on a dynamic linker to find libraries and symbols: Tock has none, wherever the app is loaded.</summary>
internal static class DynamicExecutable
{
    /// <summary>Reports what asks for a dynamic linker: PT_INTERP, DT_NEEDED.</summary>
    public static void Check(ElfFile elf, DiagnosticSink diagnostics)
    {
        if (elf.Dynamic is { } dynamic && dynamic[DynamicTag.Needed] is not null)
        {
            diagnostics.Report(
                Catalogue.DynamicLibrary, $"the dynamic table asks for the shared library {dynamic.NeededLibrary(elf)} (DT_NEEDED)");
        }
        foreach (var segment in elf.Segments.Where(segment => segment.Type == SegmentType.Interpreter))
            diagnostics.Report(Catalogue.DynamicLinker, $"{segment} asks for a dynamic linker (PT_INTERP)");
    }
}
