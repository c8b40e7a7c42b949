using System.Collections.Immutable;

namespace Elf2Tab.Commands;

/// <summary>What became of an app of a manifest.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Converted">Every ELF once; none: it has failed.</param>
/// <param name="Outputs">What was made: the TBFs in the same order, what make is to know, and the TAB.</param>
public sealed record BuiltApp(string Name, ImmutableArray<ConvertedInput> Converted, ImmutableArray<OutputChange> Outputs)
{
    /// <summary>Whether it could not be made or written.</summary>
    public bool HasFailed => Converted.IsEmpty;

    /// <summary>The outputs that are not what was there.</summary>
    public IEnumerable<OutputChange> Changes => Outputs.Where(output => !output.IsNone);

    /// <summary>An app that could not be made or written.</summary>
    public static BuiltApp Failed(string name) => new(name, [], []);
}
