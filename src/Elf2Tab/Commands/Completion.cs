using System.CommandLine.Completions;
using System.Globalization;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;

namespace Elf2Tab.Commands;

/// <summary>
/// What may stand where a shell asks: <c>elf2tab [suggest:POSITION] "LINE"</c>, as <c>dotnet-suggest</c> asks too, or <c>[describe:POSITION]</c>,
/// for shells that show a description, behind a tab. The library knows what there is; it offers all that contains the word, anywhere, so that
/// what begins otherwise or stands elsewhere is left out here.
/// </summary>
internal static class Completion
{
    private const string Suggest = "[suggest:";
    private const string Describe = "[describe:";

    /// <summary>Whether the first argument of the program asks for proposals.</summary>
    public static bool IsAskedFor(string argument) =>
        argument.StartsWith(Suggest, StringComparison.Ordinal) || argument.StartsWith(Describe, StringComparison.Ordinal);

    /// <summary>Prints proposals, a line each.</summary>
    /// <param name="directive">With the position of the cursor in the line, in characters.</param>
    /// <param name="rest">The line, which begins with the program's name.</param>
    /// <param name="terminal">Where to print.</param>
    /// <returns>The exit status: 1 where they cannot be printed.</returns>
    public static int Print(string directive, IReadOnlyList<string> rest, Terminal terminal)
    {
        string line = rest.Count > 0 ? rest[0] : "";
        bool describes = directive.StartsWith(Describe, StringComparison.Ordinal);
        if (!int.TryParse(directive.AsSpan(directive.IndexOf(':', StringComparison.Ordinal) + 1).TrimEnd(']'), CultureInfo.InvariantCulture, out int position)
            || position < 0 || position > line.Length)
        {
            position = line.Length;
        }
        try
        {
            // A name with a control character cannot be told in a line, nor typed.
            foreach (var item in Proposals(line[..position]).Where(item => !Text(item).Any(char.IsControl)).DistinctBy(Text))
                terminal.Out.WriteLine(describes && item.Detail is { } told ? $"{Text(item)}\t{PrintedText.Printable(told)}" : Text(item));
            return 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var diagnostics = new DiagnosticSink(null);
            ToolCommand.ReportUnwritable(exception, diagnostics);
            DiagnosticPrinter.Print(terminal.Error, diagnostics, MessageFormat.Human, terminal.HasColour);
            return ExitStatus.Failure.ToNumber(compares: false);
        }
    }

    /// <summary>The words that may stand for the last one of a line.</summary>
    /// <param name="line">The line up to the cursor.</param>
    public static IEnumerable<CompletionItem> Proposals(string line)
    {
        var typed = TypedLine.Read(line);
        string word = typed.Before.IsEmpty ? "" : typed.Word;
        var before = typed.Before.Skip(1).ToList();
        bool isFirst = before.Count == 0;
        bool isEnded = before.Contains("--");
        ToolCommand command = new ConvertCommand();
        if (!isFirst && CommandTree.Make(before[0]) is { } called)
        {
            command = called;
            before.RemoveAt(0);
        }
        command.MakeAll();

        int equals = word.IndexOf('=', StringComparison.Ordinal);
        if (!isEnded && word.StartsWith('-') && equals > 0)
            return OfOption(word[..equals], word[(equals + 1)..]).Select(item => Behind(word[..(equals + 1)], item));
        var (operands, open) = Operands(before, command);
        if (open is not null && before[^1] == open)
            return OfOption(open, word);
        var values = open is null ? [] : OfOption(open, word);
        if ((isEnded || !word.StartsWith('-')) && command.OperandsBehind(operands, word) is { } own)
            return values.Concat(own.Where(IsBegun));
        var items = command.GetCompletions(ContextOf(word)).Where(IsBegun);
        return values.Concat(isEnded
            ? items.Where(item => !IsName(item) && !IsOption(item))
            : items.Where(item => word.StartsWith('-') == IsOption(item) && (isFirst || !IsName(item))));

        IEnumerable<CompletionItem> OfOption(string option, string value) =>
            command.Find(option)?.GetCompletions(ContextOf(value)).Where(item => Text(item).StartsWith(value, StringComparison.Ordinal)) ?? [];

        CompletionContext ContextOf(string text) => command.Parse([text]).GetCompletionContext();
        bool IsBegun(CompletionItem item) => Text(item).StartsWith(word, StringComparison.Ordinal);
        bool IsName(CompletionItem item) => command.Subcommands.Any(below => below.Name == Text(item));
        static bool IsOption(CompletionItem item) => Text(item).StartsWith('-');
    }

    private static string Text(CompletionItem item) => item.InsertText ?? item.Label;

    private static CompletionItem Behind(string start, CompletionItem item) => new(start + Text(item), detail: item.Detail);

    /// <summary>What of some words is no option and no value of one, and the option whose values the next word may go on with; null: none.</summary>
    private static (List<string> Operands, string? Open) Operands(List<string> words, ToolCommand command)
    {
        var operands = new List<string>();
        string? open = null;
        bool isEnded = false;
        foreach (string word in words)
        {
            var option = open is null ? null : command.Find(open);
            if (isEnded || (!UpstreamDialect.IsOption(word) && (option is not IValueOption { Value: var values } || !values.Accepts(word))))
            {
                open = null;
                operands.Add(word);
            }
            else if (UpstreamDialect.IsOption(word))
            {
                isEnded = word == "--";
                open = command.Find(word)?.Arity.MaximumNumberOfValues > 0 ? word : null;
            }
            else if (option!.Arity.MaximumNumberOfValues == 1)
            {
                open = null;
            }
        }
        return (operands, open);
    }
}
