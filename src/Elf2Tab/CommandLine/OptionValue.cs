using System.CommandLine.Completions;

namespace Elf2Tab.CommandLine;

/// <summary>What the values of an option are. They are looked at before the library reads a line: it takes far more for a number.</summary>
/// <param name="Name">Their name in help, <c>BYTES</c>, or all there are: <c>flash|ram</c>.</param>
/// <param name="Description">What a value must be, to follow "must be": "a number from 0 to 65535".</param>
/// <param name="Accepts">Whether a text is such a value.</param>
internal record OptionValue(string Name, string Description, Func<string, bool> Accepts)
{
    /// <summary>Any text.</summary>
    public static OptionValue Text => new("TEXT", "a text", _ => true);

    /// <summary>The path of any file.</summary>
    public static OptionValue<string?> Path => PathOf();

    /// <summary>Whether values are paths.</summary>
    public bool IsPath { get; init; }

    /// <summary>Whether they are paths of what is written.</summary>
    public bool IsOutput { get; init; }

    /// <summary>What to write in place of a text that is no value; null: nothing that is known.</summary>
    public Func<string, string?> Hint { get; init; } = _ => null;

    /// <summary>What a shell may propose for a word that was begun.</summary>
    public Func<CompletionContext, IEnumerable<CompletionItem>> Completions { get; init; } = _ => [];

    /// <summary>The path of a file that is written.</summary>
    /// <param name="extensions">As below.</param>
    public static OptionValue<string?> OutputOf(params string[] extensions) => PathOf(extensions) with { IsOutput = true };

    /// <summary>The path of a file.</summary>
    /// <param name="extensions">With which names files are proposed, <c>.elf</c>; none: all.</param>
    public static OptionValue<string?> PathOf(params string[] extensions) => new("FILE", "a path", text => text == "" ? null : text)
    {
        IsPath = true,
        Completions = context => PathCompletions.Find(context.WordToComplete, extensions),
    };
}

/// <summary>What the values of an option are, and how they are read.</summary>
/// <param name="Name">As above.</param>
/// <param name="Description">As above.</param>
/// <param name="Read">The value of a text; null: it is none.</param>
/// <typeparam name="T">A type that can be null: <c>uint?</c>.</typeparam>
internal sealed record OptionValue<T>(string Name, string Description, Func<string, T> Read)
    : OptionValue(Name, Description, text => Read(text) is not null);
