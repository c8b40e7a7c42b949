using Elf2Tab.Diagnostics;

namespace Elf2Tab.CommandLine;

/// <summary>The option of all commands that says how diagnostics are printed, and the variable for those who give no options.</summary>
internal static class MessageFormats
{
    /// <summary>The option's name, without dashes.</summary>
    public const string Option = "message-format";

    /// <summary>The names of the formats, in the order of the enumeration.</summary>
    public const string Choices = "human|json|github";

    private const string Variable = "ELF2TAB_MESSAGE_FORMAT";

    /// <summary>The format of a name; null: there is none of that name.</summary>
    public static MessageFormat? Parse(string name) =>
        Array.IndexOf(Choices.Split('|'), name) is >= 0 and var index ? (MessageFormat)index : null;

    /// <summary>
    /// The format that a command line asks for, looked for before it is read: what is wrong with it is to be printed so as well. Else
    /// that of the environment, where an unknown name says nothing.
    /// </summary>
    public static MessageFormat Of(IReadOnlyList<string> arguments)
    {
        string name = Environment.GetEnvironmentVariable(Variable) ?? "";
        for (int index = 0; index < arguments.Count && arguments[index] != "--"; index++)
        {
            if (arguments[index] == $"--{Option}" && index + 1 < arguments.Count)
                name = arguments[index + 1];
            else if (arguments[index].StartsWith($"--{Option}=", StringComparison.Ordinal))
                name = arguments[index][$"--{Option}=".Length..];
        }
        return Parse(name) ?? MessageFormat.Human;
    }
}
