using System.Reflection;
using TabFormat.Reading;

namespace Elf2Tab.Diagnostics;

/// <summary>
/// All causes of diagnostics, a file for each range of numbers; the rules for TBFs and TABs stand in <see cref="RuleCatalogue"/>.
/// A kind is known by being a field here: there is no list of them.
/// </summary>
internal static partial class Catalogue
{
    /// <summary>
    /// How to link an app that moves as a whole. Compilers for bare metal ignore <c>-static-pie</c>, and the GNU ld for bare-metal
    /// RISC-V has no <c>-pie</c>.
    /// </summary>
    private const string LinkPie = "compile with `-fPIE` and link with ld.lld (`-fuse-ld=lld -Wl,-pie,--no-dynamic-linker`); for ARM the "
        + "GNU ld will do too (`-Wl,-pie,--no-dynamic-linker`)";

    /// <summary>Kinds below this number are about the command line.</summary>
    public const int FirstFileNumber = 100;

    /// <summary>The kind of a code, <c>E2T0123</c>; null: there is none.</summary>
    public static DiagnosticKind? Find(string code) => FindAll().FirstOrDefault(kind => kind.Code == code);

    /// <summary>All kinds. They are looked up among the fields, which takes a while.</summary>
    public static IEnumerable<DiagnosticKind> FindAll() =>
        typeof(Catalogue).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => field.GetValue(null))
            .OfType<DiagnosticKind>()
            .Concat(Enum.GetValues<TbfRule>().Select(RuleCatalogue.Of))
            .Concat(Enum.GetValues<TabRule>().Select(RuleCatalogue.Of));
}
