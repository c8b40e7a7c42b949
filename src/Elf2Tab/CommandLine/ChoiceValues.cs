using System.CommandLine.Completions;

namespace Elf2Tab.CommandLine;

/// <summary>Values of which there are only some.</summary>
internal static class ChoiceValues
{
    /// <summary>The values of an enumeration.</summary>
    /// <param name="names">Their names, in order, as <c>flash|ram</c>; spelled out, for to look them up takes long.</param>
    public static OptionValue<T?> Of<T>(string names)
        where T : struct, Enum =>
        new(names, $"one of {names.Replace("|", ", ", StringComparison.Ordinal)}",
            text => Array.IndexOf(names.Split('|'), text) is >= 0 and var index ? Enum.GetValues<T>()[index] : null)
        {
            Completions = Proposing(names.Split('|')),
        };

    /// <summary>What a shell proposes, whatever was begun.</summary>
    /// <param name="texts">All there is.</param>
    public static Func<CompletionContext, IEnumerable<CompletionItem>> Proposing(params string[] texts) =>
        _ => texts.Select(text => new CompletionItem(text));
}
