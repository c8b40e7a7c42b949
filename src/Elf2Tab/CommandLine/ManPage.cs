using System.CommandLine;
using Elf2Tab.Diagnostics;

namespace Elf2Tab.CommandLine;

/// <summary>Prints what help and explanations say as pages for <c>man</c>, in roff.</summary>
internal static class ManPage
{
    private const string Diagnostics = "elf2tab-diagnostics";

    /// <summary>Prints the page of a command, for section 1.</summary>
    /// <param name="writer">Where to print.</param>
    /// <param name="command">The command.</param>
    public static void Print(TextWriter writer, ToolCommand command)
    {
        command.MakeAll();
        PrintTitle(writer, NameOf(command), 1, command.Description!);
        PrintIntroduction(writer, command.Introduction.Split('\n'));
        if (command.Subcommands.Count > 0)
            PrintSection(writer, "Commands");
        foreach (var below in command.Subcommands)
            PrintEntry(writer, below.Name, below.Description!);
        foreach (var group in HelpPrinter.Grouped(command))
        {
            PrintSection(writer, group.Title);
            foreach (var option in group.Options)
                PrintEntry(writer, HelpPrinter.Describe(option), option.Description!);
        }
        PrintSection(writer, "Exit status");
        PrintEntry(writer, "0", "It is done, or all is as it should be.");
        PrintEntry(writer, "1", "It is not: an input is wrong, or what was compared or verified is not as it should be.");
        PrintEntry(writer, "2", "The command line was not understood; of commands that compare or verify also: it could not be done.");
        PrintSection(writer, "See also");
        string[] others = command.Subcommands.Count > 0 ? [.. command.Subcommands.Select(NameOf)] : ["elf2tab"];
        writer.WriteLine(string.Join(",\n", [.. others.Select(name => $".BR {Escape(name)} (1)"), $".BR {Escape(Diagnostics)} (7)"]));
    }

    /// <summary>Prints the page of all diagnostics, for section 7.</summary>
    /// <param name="writer">Where to print.</param>
    /// <param name="kinds">The diagnostics.</param>
    public static void PrintDiagnostics(TextWriter writer, IEnumerable<DiagnosticKind> kinds)
    {
        PrintTitle(writer, Diagnostics, 7, "what warnings and errors of elf2tab mean");
        PrintSection(writer, "Diagnostics");
        foreach (var kind in kinds)
        {
            PrintEntry(writer, $"{kind.Code} {kind.Title} ({kind.Severity.ToString().ToLowerInvariant()})", kind.Explanation);
            writer.WriteLine(".IP");
            writer.WriteLine(Text($"Hint: {kind.Hint}."));
        }
        PrintSection(writer, "See also");
        writer.WriteLine(".BR elf2tab (1)");
    }

    private static string NameOf(Command command) => command.Name == "elf2tab" ? command.Name : $"elf2tab-{command.Name}";

    private static void PrintTitle(TextWriter writer, string name, int section, string description)
    {
        writer.WriteLine($""".TH {Escape(name.ToUpperInvariant())} {section} "" "{Escape(ToolVersion.Text)}" "elf2tab" """.TrimEnd());
        writer.WriteLine(".SH NAME");
        writer.WriteLine($"{Escape(name)} \\- {Text(description)}");
    }

    private static void PrintSection(TextWriter writer, string title) => writer.WriteLine($".SH {Escape(title.ToUpperInvariant())}");

    private static void PrintEntry(TextWriter writer, string term, string text)
    {
        writer.WriteLine(".TP");
        writer.WriteLine($"\\fB{Escape(term)}\\fR");
        writer.WriteLine(Text(text));
    }

    /// <summary>The usage comes first; lines that are set in are examples, and stay as they are.</summary>
    private static void PrintIntroduction(TextWriter writer, string[] lines)
    {
        const string Usage = "Usage: ";
        int start = Array.FindIndex(lines, line => line.StartsWith(Usage, StringComparison.Ordinal));
        int end = Array.FindIndex(lines, start, line => line.Length == 0);
        PrintSection(writer, "Synopsis");
        writer.WriteLine(".nf");
        foreach (string line in lines[start..end])
            writer.WriteLine(Escape(line[Usage.Length..]));
        writer.WriteLine(".fi");
        PrintSection(writer, "Description");
        bool isExample = false;
        foreach (string line in lines[..start].Concat(lines[(end + 1)..]))
        {
            if (isExample != line.StartsWith(' '))
                writer.WriteLine(isExample ? ".fi" : ".nf");
            isExample = line.StartsWith(' ');
            writer.WriteLine(isExample ? Escape(line) : line.Length == 0 ? ".PP" : Text(line));
        }
        if (isExample)
            writer.WriteLine(".fi");
    }

    /// <summary>Text with what stands between backticks in bold.</summary>
    private static string Text(string text)
    {
        string[] parts = text.Split('`');
        return string.Concat(parts.Select((part, index) => index % 2 == 0
            ? Escape(part, isStart: index == 0)
            : $"\\fB{Escape(part, isStart: false)}\\fR"));
    }

    /// <summary>Text as roff prints it as it is: a dash is no hyphen, and a line that starts with a dot or an apostrophe is no request.</summary>
    private static string Escape(string text, bool isStart = true)
    {
        string escaped = PrintedText.Printable(text)
            .Replace("\\", "\\e", StringComparison.Ordinal)
            .Replace("-", "\\-", StringComparison.Ordinal)
            .Replace("'", "\\(aq", StringComparison.Ordinal)
            .Replace("`", "\\(ga", StringComparison.Ordinal)
            .Replace("\"", "\\(dq", StringComparison.Ordinal)
            .Replace("^", "\\(ha", StringComparison.Ordinal)
            .Replace("~", "\\(ti", StringComparison.Ordinal);
        return isStart && escaped.StartsWith('.') ? $"\\&{escaped}" : escaped;
    }
}
