using System.Reflection;
using Elf2Tab.Diagnostics;
using TabFormat.Reading;

namespace Elf2Tab.Tests.Diagnostics;

/// <summary>All kinds of diagnostics that the program has.</summary>
internal static class Kinds
{
    /// <summary>The fields of the catalogue, and the kinds for rules; by number.</summary>
    public static IEnumerable<DiagnosticKind> All { get; } =
    [
        .. typeof(Catalogue).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => field.GetValue(null))
            .OfType<DiagnosticKind>()
            .Concat(OfRules)
            .OrderBy(kind => kind.Number),
    ];

    /// <summary>The kind for each rule of TBFs and of TABs.</summary>
    public static IEnumerable<DiagnosticKind> OfRules =>
        Enum.GetValues<TbfRule>().Select(RuleCatalogue.Of).Concat(Enum.GetValues<TabRule>().Select(RuleCatalogue.Of));
}
