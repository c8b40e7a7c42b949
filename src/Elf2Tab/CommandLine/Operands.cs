using System.CommandLine;
using System.CommandLine.Completions;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using TabFormat.Reading;

namespace Elf2Tab.CommandLine;

/// <summary>What stands on command lines besides options: for completion; commands check it themselves.</summary>
internal static class Operands
{
    /// <summary>Nobody waits for more to be read while he types.</summary>
    private const int MostOfTab = 16 * 1024 * 1024;

    /// <summary>Names that boards' tools look for.</summary>
    public static string[] Architectures =>
        ["cortex-m0", "cortex-m3", "cortex-m4", "cortex-m7", "cortex-m33", "rv32i", "rv32imac", "rv32imc", "x86"];

    /// <summary>ELF files, each perhaps with an architecture behind a comma.</summary>
    public static Argument<string[]> Elfs =>
        Of("ELF[,ARCHITECTURE]", context => WithArchitecture(context.WordToComplete, ".elf"));

    /// <summary>TBFs and TABs, these perhaps with an architecture behind a comma.</summary>
    public static Argument<string[]> Apps =>
        Of("APP[,ARCHITECTURE]", context => WithArchitecture(context.WordToComplete, ".tab", ".tbf"));

    /// <summary>Files with some names.</summary>
    /// <param name="extensions">The ends of their names.</param>
    public static Argument<string[]> Files(params string[] extensions) =>
        Of("FILE", context => PathCompletions.Find(context.WordToComplete, extensions));

    /// <summary>Some words.</summary>
    /// <param name="name">What help calls them.</param>
    /// <param name="words">All there are, looked for when they are asked for.</param>
    public static Argument<string[]> Words(string name, Func<IEnumerable<string>> words) =>
        Items(name, () => words().Select(word => new CompletionItem(word)));

    /// <summary>Some words that may have descriptions.</summary>
    /// <param name="name">What help calls them.</param>
    /// <param name="items">All there are, looked for when they are asked for.</param>
    public static Argument<string[]> Items(string name, Func<IEnumerable<CompletionItem>> items) => Of(name, _ => items());

    /// <summary>Codes of diagnostics, with their titles.</summary>
    /// <param name="isMeant">Which ones.</param>
    public static IEnumerable<CompletionItem> Codes(Func<DiagnosticKind, bool> isMeant) => Catalogue.FindAll()
        .Where(isMeant)
        .OrderBy(kind => kind.Code, StringComparer.Ordinal)
        .Select(kind => new CompletionItem(kind.Code, detail: kind.Title));

    /// <summary>Paths with some ends, perhaps with an architecture behind a comma: one of those in a TAB, if it is one.</summary>
    /// <param name="word">What was typed.</param>
    /// <param name="extensions">The ends of the names.</param>
    public static IEnumerable<CompletionItem> WithArchitecture(string word, params string[] extensions)
    {
        int comma = word.LastIndexOf(',');
        return comma < 0
            ? PathCompletions.Find(word, extensions)
            : (ArchitecturesIn(word[..comma]) ?? Architectures).Select(architecture => new CompletionItem(word[..(comma + 1)] + architecture));
    }

    /// <summary>The members of a TAB that are TBFs, without their extension; null: it is none, or cannot be read.</summary>
    public static IEnumerable<string>? ArchitecturesIn(string path) => BegunPath.Read(path, MostOfTab) is { } bytes && TabReader.IsTar(bytes)
        ? TabReader.ReadTbfs(bytes).Select(member => member.Architecture)
        : null;

    private static Argument<string[]> Of(string name, Func<CompletionContext, IEnumerable<CompletionItem>> completions)
    {
        var operands = new Argument<string[]>(name) { Arity = ArgumentArity.ZeroOrMore };
        operands.CompletionSources.Add(completions);
        return operands;
    }
}
