using Elf2Tab.Diagnostics;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Verification;

/// <summary>
/// Elements of a header that stand twice. Kernels take the last one, of Main and Program the first; programs that install apps the
/// first of every kind: the app is not for all of them the same.
/// </summary>
internal static class RepeatedElements
{
    /// <summary>Warns of each kind of element that stands twice.</summary>
    public static void Check(TbfReading tbf, DiagnosticSink diagnostics)
    {
        foreach (var same in tbf.Elements.GroupBy(element => element.Type).Where(same => Enum.IsDefined((TbfElementType)same.Key)))
        {
            if (same.Skip(1).FirstOrDefault() is { } second)
                diagnostics.Report(Catalogue.RepeatedElement, $"{(TbfElementType)same.Key} stands at 0x{same.First().Offset:x} and at 0x{second.Offset:x}");
        }
    }
}
