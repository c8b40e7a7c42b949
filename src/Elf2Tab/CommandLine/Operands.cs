using System.CommandLine;
using System.CommandLine.Completions;

namespace Elf2Tab.CommandLine;

/// <summary>What stands on command lines besides options: for completion; commands check it themselves.</summary>
internal static class Operands
{
    /// <summary>Names that boards' tools look for.</summary>
    public static string[] Architectures =>
        ["cortex-m0", "cortex-m3", "cortex-m4", "cortex-m7", "cortex-m33", "rv32i", "rv32imac", "rv32imc", "x86"];

    /// <summary>ELF files, each perhaps with an architecture behind a comma.</summary>
    public static Argument<string[]> Elfs =>
        Of("ELF[,ARCHITECTURE]", context => WithArchitecture(context, ".elf"));

    /// <summary>TBFs and TABs, these perhaps with an architecture behind a comma.</summary>
    public static Argument<string[]> Apps =>
        Of("APP[,ARCHITECTURE]", context => WithArchitecture(context, ".tab", ".tbf"));

    /// <summary>Files with some names.</summary>
    /// <param name="extensions">The ends of their names.</param>
    public static Argument<string[]> Files(params string[] extensions) =>
        Of("FILE", context => PathCompletions.Find(context.WordToComplete, extensions));

    /// <summary>Some words.</summary>
    /// <param name="name">What help calls them.</param>
    /// <param name="words">All there are, looked for when they are asked for.</param>
    public static Argument<string[]> Words(string name, Func<IEnumerable<string>> words) =>
        Of(name, _ => words().Select(word => new CompletionItem(word)));

    private static Argument<string[]> Of(string name, Func<CompletionContext, IEnumerable<CompletionItem>> completions)
    {
        var operands = new Argument<string[]>(name) { Arity = ArgumentArity.ZeroOrMore };
        operands.CompletionSources.Add(completions);
        return operands;
    }

    private static IEnumerable<CompletionItem> WithArchitecture(CompletionContext context, params string[] extensions)
    {
        string word = context.WordToComplete;
        int comma = word.LastIndexOf(',');
        return comma < 0
            ? PathCompletions.Find(word, extensions)
            : Architectures.Select(architecture => new CompletionItem(word[..(comma + 1)] + architecture));
    }
}
