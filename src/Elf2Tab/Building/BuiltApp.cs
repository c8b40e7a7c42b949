using System.Collections.Immutable;

namespace Elf2Tab.Building;

/// <summary>A TBF of an app of a manifest.</summary>
/// <param name="Architecture">What it is for.</param>
/// <param name="Flash">Bytes of the TBF.</param>
/// <param name="Ram"><c>minimum_ram_size</c>, bytes.</param>
/// <param name="Change">What it was written as, beside what was there; null: it was not written.</param>
internal sealed record BuiltTbf(string Architecture, int Flash, uint Ram, OutputChange? Change);

/// <summary>What became of an app of a manifest.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tbfs">Every ELF once; none: it has failed.</param>
/// <param name="Outputs">What was made, without the bytes: the TBFs in the same order, what make is to know, and the TAB.</param>
/// <param name="Explanation">Why it is as it is, for those who asked.</param>
internal sealed record BuiltApp(string Name, ImmutableArray<BuiltTbf> Tbfs, ImmutableArray<OutputChange> Outputs, string Explanation)
{
    /// <summary>Whether it could not be made or written.</summary>
    public bool HasFailed => Tbfs.IsEmpty;

    /// <summary>The outputs that are not what was there.</summary>
    public IEnumerable<OutputChange> Changes => Outputs.Where(output => !output.IsNone);

    /// <summary>An app that could not be made or written.</summary>
    public static BuiltApp Failed(string name) => new(name, [], [], "");
}
