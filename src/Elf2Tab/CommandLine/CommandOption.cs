namespace Elf2Tab.CommandLine;

/// <summary>How many values an option takes.</summary>
public enum OptionArity
{
    /// <summary>None; may be given once.</summary>
    None,

    /// <summary>One; may be given once.</summary>
    One,

    /// <summary>As many as follow and can be values; may be repeated.</summary>
    Many,
}

/// <summary>An option of a command whose options are of type <typeparamref name="T"/>.</summary>
/// <param name="Name">Its long name, without dashes.</param>
/// <param name="Letter">Its short name; NUL: none.</param>
/// <param name="Arity">How many values it takes.</param>
/// <param name="Value">What help calls its value, and what a value must be: "BYTES", "a number...".</param>
/// <param name="Help">What it does.</param>
/// <param name="Apply">The options with a value taken over; null when the text is no value.</param>
internal sealed record CommandOption<T>(
    string Name, char Letter, OptionArity Arity, OptionValue Value, string Help, Func<T, string, T?> Apply)
    where T : class
{
    /// <summary>The option as it is written: <c>--stack</c>.</summary>
    public string Spelling => "--" + Name;

    /// <summary>The same option of a command whose options contain those of this one.</summary>
    /// <param name="part">The contained options.</param>
    /// <param name="change">The options with others in their place.</param>
    public CommandOption<TOuter> Within<TOuter>(Func<TOuter, T> part, Func<TOuter, T, TOuter> change)
        where TOuter : class =>
        new(Name, Letter, Arity, Value, Help,
            (options, value) => Apply(part(options), value) is { } applied ? change(options, applied) : null);
}

/// <summary>What an option's value is.</summary>
/// <param name="Name">Its name in help, <c>BYTES</c>.</param>
/// <param name="Description">What it must be, to follow "must be": "a number from 0 to 65535".</param>
internal sealed record OptionValue(string Name, string Description)
{
    /// <summary>The value of a flag.</summary>
    public static OptionValue None { get; } = new("", "");

    /// <summary>The path of a file.</summary>
    public static OptionValue Path { get; } = new("FILE", "a path");
}
