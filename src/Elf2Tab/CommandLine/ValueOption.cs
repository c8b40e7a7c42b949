using System.CommandLine;

namespace Elf2Tab.CommandLine;

/// <summary>An option with values, and what they are.</summary>
internal interface IValueOption
{
    /// <summary>What the values are.</summary>
    OptionValue Value { get; }
}

/// <summary>An option with one value.</summary>
internal sealed class ValueOption<T> : Option<T>, IValueOption
{
    /// <param name="name">Its name, with dashes.</param>
    /// <param name="value">What its value is.</param>
    /// <param name="description">What it does.</param>
    public ValueOption(string name, OptionValue<T> value, string description)
        : base(name)
    {
        (Value, HelpName, Description) = (value, value.Name, description);
        Arity = ArgumentArity.ExactlyOne;
        CustomParser = result => value.Read(result.Tokens[0].Value);
        CompletionSources.Clear(); // of an enumeration, the library proposes the names of the source
        CompletionSources.Add(value.Completions);
    }

    /// <inheritdoc/>
    public OptionValue Value { get; }

    /// <summary>This option, with a letter.</summary>
    public ValueOption<T> Or(string letter)
    {
        Aliases.Add(letter);
        return this;
    }
}

/// <summary>Options with one value of a kind that many have.</summary>
internal static class ValueOption
{
    /// <summary>An option whose value is a path.</summary>
    /// <param name="name">Its name, with dashes.</param>
    /// <param name="description">What it does.</param>
    /// <param name="extensions">With which names files are proposed; none: all.</param>
    public static ValueOption<string?> Path(string name, string description, params string[] extensions) =>
        new(name, OptionValue.PathOf(extensions), description);

    /// <summary>An option whose value is the path of a file that is written.</summary>
    /// <param name="name">Its name, with dashes.</param>
    /// <param name="description">What it does.</param>
    /// <param name="extensions">As above.</param>
    public static ValueOption<string?> Output(string name, string description, params string[] extensions) =>
        new(name, OptionValue.OutputOf(extensions), description);
}

/// <summary>
/// An option that changes settings of type <typeparamref name="T"/>, one value after another: for what several commands and manifests
/// have in common.
/// </summary>
internal sealed class SettingOption<T> : Option<string[]>, IValueOption
    where T : class
{
    private readonly Func<T, string, T> _apply;

    private SettingOption(string name, OptionValue value, ArgumentArity arity, string description, Func<T, string, T> apply)
        : base(name)
    {
        (Value, HelpName, Description, Arity, _apply) = (value, value.Name, description, arity, apply);
        CompletionSources.Add(value.Completions);
        CustomParser = _ => []; // the texts are read by what they change; the library would make an array of one text, and an error
    }

    /// <inheritdoc/>
    public OptionValue Value { get; }

    /// <summary>An option without value.</summary>
    public static SettingOption<T> Flag(string name, string description, Func<T, T> apply) =>
        new(name, new OptionValue("", "", _ => true), ArgumentArity.Zero, description, (settings, _) => apply(settings));

    /// <summary>An option with a text for value.</summary>
    public static SettingOption<T> One(string name, OptionValue value, string description, Func<T, string, T> apply) =>
        new(name, value, ArgumentArity.ExactlyOne, description, apply);

    /// <summary>An option with a value that is read.</summary>
    public static SettingOption<T> One<TValue>(string name, OptionValue<TValue?> value, string description, Func<T, TValue, T> apply)
        where TValue : struct =>
        new(name, value, ArgumentArity.ExactlyOne, description, (settings, text) => apply(settings, value.Read(text)!.Value));

    /// <summary>An option with one text or more.</summary>
    public static SettingOption<T> Many(string name, OptionValue value, string description, Func<T, string, T> apply) =>
        new(name, value, ArgumentArity.OneOrMore, description, apply);

    /// <summary>An option with one value or more, which are read.</summary>
    public static SettingOption<T> Many<TValue>(string name, OptionValue<TValue?> value, string description, Func<T, TValue, T> apply)
        where TValue : struct =>
        new(name, value, ArgumentArity.OneOrMore, description, (settings, text) => apply(settings, value.Read(text)!.Value));

    /// <summary>This option, with a letter.</summary>
    public SettingOption<T> Or(string letter)
    {
        Aliases.Add(letter);
        return this;
    }

    /// <summary>The settings with a value taken over.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="text">A value, as <see cref="Value"/> accepts it; of a flag anything.</param>
    public T Apply(T settings, string text) => _apply(settings, text);

    /// <summary>The same option of a command whose settings contain those of this one.</summary>
    /// <param name="part">The contained settings.</param>
    /// <param name="change">The settings with others in their place.</param>
    public SettingOption<TOuter> Within<TOuter>(Func<TOuter, T> part, Func<TOuter, T, TOuter> change)
        where TOuter : class
    {
        var option = new SettingOption<TOuter>(
            Name, Value, Arity, Description!, (settings, text) => change(settings, _apply(part(settings), text)));
        foreach (string letter in Aliases)
            option.Aliases.Add(letter);
        return option;
    }
}
