using Elf2Tab.Diagnostics;

namespace Elf2Tab.CommandLine;

/// <summary>The option of all commands that says how diagnostics are printed, and the variable for those who give no options.</summary>
internal static class MessageFormats
{
    private const string Name = "--message-format";

    private const string Variable = "ELF2TAB_MESSAGE_FORMAT";

    private static OptionValue<MessageFormat?> Value => ChoiceValues.Of<MessageFormat>("human|json|github");

    /// <summary>The option.</summary>
    public static ValueOption<MessageFormat?> Option() => new(Name, Value, "How warnings and errors are printed [default: human].");

    /// <summary>
    /// The format that a command line asks for, looked for before it is read: what is wrong with it is to be printed so as well. Else
    /// that of the environment, where an unknown name says nothing.
    /// </summary>
    public static MessageFormat Of(IReadOnlyList<string> arguments)
    {
        string name = Environment.GetEnvironmentVariable(Variable) ?? "";
        for (int index = 0; index < arguments.Count && arguments[index] != "--"; index++)
        {
            if (arguments[index] == Name && index + 1 < arguments.Count)
                name = arguments[index + 1];
            else if (arguments[index].StartsWith($"{Name}=", StringComparison.Ordinal))
                name = arguments[index][$"{Name}=".Length..];
        }
        return name == "" ? MessageFormat.Human : Value.Read(name) ?? MessageFormat.Human;
    }
}
