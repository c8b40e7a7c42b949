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
        foreach (var group in command.Groups)
        {
            writer.WriteLine($"\n{group.Title}:");
            foreach (string name in group.Names)
                PrintOption(command.Find(name)!);
        }
        writer.WriteLine(command.Groups.Count == 0 ? "\nOptions:" : "\nThe run:");
        Option[] common = [command.MessageFormat, command.Help, command.Version];
        var grouped = command.Groups.SelectMany(group => group.Names).ToHashSet();
        foreach (var option in command.Options.Except(common).Concat(common).Where(option => !grouped.Contains(option.Name)))
            PrintOption(option);

        void PrintOption(Option option)
        {
            string letter = option.Aliases.FirstOrDefault() is { } alias ? $"{alias}, " : "    ";
            string value = string.IsNullOrEmpty(option.HelpName) ? "" : $" <{option.HelpName}>";
            writer.WriteLine($"  {letter}{option.Name}{value}{(option.Arity.MaximumNumberOfValues > 1 ? "..." : "")}");
            foreach (string line in PrintedText.Lines(option.Description!, 10, 10, width))
                writer.WriteLine(line);
        }
    }
}
