using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using Elf2Tab.CommandLine;

namespace Elf2Tab.Commands;

/// <summary>
/// What may stand where a shell asks: <c>elf2tab [suggest:POSITION] "LINE"</c>, as <c>dotnet-suggest</c> asks too. The library knows what
/// there is; it offers all that contains the word, anywhere, so that what begins otherwise or stands elsewhere is left out here.
/// </summary>
internal static class Completion
{
    private const string Directive = "[suggest:";

    /// <summary>Whether the first argument of the program asks for proposals.</summary>
    public static bool IsAskedFor(string argument) => argument.StartsWith(Directive, StringComparison.Ordinal);

    /// <summary>Prints proposals, a line each.</summary>
    /// <param name="directive">With the position of the cursor in the line, in characters.</param>
    /// <param name="rest">The line, which begins with the program's name.</param>
    /// <param name="terminal">Where to print.</param>
    /// <returns>0.</returns>
    public static int Print(string directive, IReadOnlyList<string> rest, Terminal terminal)
    {
        string line = rest.Count > 0 ? rest[0] : "";
        if (!int.TryParse(directive.AsSpan(Directive.Length).TrimEnd(']'), CultureInfo.InvariantCulture, out int position)
            || position < 0 || position > line.Length)
        {
            position = line.Length;
        }
        foreach (string proposal in Proposals(line[..position]).Distinct())
            terminal.Out.WriteLine(proposal);
        return 0;
    }

    /// <summary>The words that may stand for the last one of a line.</summary>
    /// <param name="line">The line up to the cursor.</param>
    public static IEnumerable<string> Proposals(string line)
    {
        var words = CommandLineParser.SplitCommandLine(line).Skip(1).ToList();
        string word = line.EndsWith(' ') || words.Count == 0 ? "" : words[^1];
        var before = word == "" ? words : words[..^1];
        var command = before is [var name, ..] && CommandTree.Make(name) is { } called ? called : new ConvertCommand();
        command.MakeAll();
        bool isFirst = before.Count == 0;

        int equals = word.IndexOf('=', StringComparison.Ordinal);
        if (!before.Contains("--") && word.StartsWith('-') && equals > 0)
            return OfOption(word[..equals], word[(equals + 1)..]).Select(value => word[..(equals + 1)] + value);
        if (!before.Contains("--") && before is [.., var last] && TakesValue(last))
            return OfOption(last, word);
        var items = command.GetCompletions(ContextOf(word)).Select(Text).Where(IsBegun);
        if (before.Contains("--"))
            return items.Where(item => !IsName(item) && !IsOption(item));
        return items.Where(item => word.StartsWith('-') == IsOption(item) && (isFirst || !IsName(item)));

        bool TakesValue(string option) =>
            option.StartsWith('-') && command.Find(option) is { Arity.MaximumNumberOfValues: > 0 };

        IEnumerable<string> OfOption(string option, string value) =>
            command.Find(option)?.GetCompletions(ContextOf(value)).Select(Text).Where(item => item.StartsWith(value, StringComparison.Ordinal))
            ?? [];

        CompletionContext ContextOf(string text) => command.Parse([text]).GetCompletionContext();
        bool IsBegun(string item) => item.StartsWith(word, StringComparison.Ordinal);
        bool IsName(string item) => command.Subcommands.Any(below => below.Name == item);
        static bool IsOption(string item) => item.StartsWith('-');
        static string Text(CompletionItem item) => item.InsertText ?? item.Label;
    }
}
