using System.CommandLine;
using Elf2Tab.Diagnostics;

namespace Elf2Tab.CommandLine;

/// <summary>Prints the help of a command: what it is for, the commands below it, its options in groups.</summary>
internal static class HelpPrinter
{
    /// <summary>Prints the help of a command.</summary>
    /// <param name="writer">Where to print.</param>
    /// <param name="command">The command.</param>
    /// <param name="width">The longest line.</param>
    public static void Print(TextWriter writer, ToolCommand command, int width)
    {
        command.MakeAll();
        writer.WriteLine(command.Introduction);
        if (command.Subcommands.Count > 0)
            writer.WriteLine("\nCommands:");
        int column = command.Subcommands.Select(below => below.Name.Length).DefaultIfEmpty().Max() + 4;
        foreach (var below in command.Subcommands)
        {
            var lines = PrintedText.Lines(below.Description!, column, column, width).ToList();
            writer.WriteLine($"  {below.Name.PadRight(column - 2)}{lines[0].TrimStart()}");
            foreach (string line in lines.Skip(1))
                writer.WriteLine(line);
        }
        foreach (var group in Grouped(command))
        {
            writer.WriteLine($"\n{group.Title}:");
            foreach (var option in group.Options)
                PrintOption(writer, option, width);
        }
    }

    /// <summary>The options of a command in groups, those of all commands last.</summary>
    /// <param name="command">The command, with all of its options made.</param>
    public static IEnumerable<(string Title, IEnumerable<Option> Options)> Grouped(ToolCommand command)
    {
        foreach (var group in command.Groups)
            yield return (group.Title, group.Names.Select(name => command.Find(name)!));
        Option[] common = [command.MessageFormat, command.Help, command.Version];
        var grouped = command.Groups.SelectMany(group => group.Names).ToHashSet();
        yield return (
            command.Groups.Count == 0 ? "Options" : "The run",
            command.Options.Except(common).Concat(common).Where(option => !grouped.Contains(option.Name)));
    }

    /// <summary>The names of an option and of its value.</summary>
    public static string Describe(Option option)
    {
        string letter = option.Aliases.FirstOrDefault() is { } alias ? $"{alias}, " : "";
        string value = string.IsNullOrEmpty(option.HelpName) ? "" : $" <{option.HelpName}>";
        return $"{letter}{option.Name}{value}{(option.Arity.MaximumNumberOfValues > 1 ? "..." : "")}";
    }

    private static void PrintOption(TextWriter writer, Option option, int width)
    {
        writer.WriteLine($"  {(option.Aliases.Count == 0 ? "    " : "")}{Describe(option)}");
        foreach (string line in PrintedText.Lines(option.Description!, 10, 10, width))
            writer.WriteLine(line);
    }
}
