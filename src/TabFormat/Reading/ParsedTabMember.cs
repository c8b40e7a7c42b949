using TabFormat.Binary;

namespace TabFormat.Reading;

/// <summary>A file of a TAB as it was read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Offset">Bytes from the start of the TAB to its content.</param>
/// <param name="Bytes">Its content.</param>
public sealed record ParsedTabMember(string Name, long Offset, ReadOnlyMemory<byte> Bytes)
{
    private readonly ByteList _bytes = Bytes;

    /// <summary>Its content.</summary>
    public ReadOnlyMemory<byte> Bytes { get => _bytes; init => _bytes = value; }

    /// <summary>The end of the name of a TBF.</summary>
    public const string TbfExtension = ".tbf";

    /// <summary>The end of the name of a TBF in TABs of 2017 to 2019.</summary>
    public const string OldTbfExtension = ".bin";

    /// <summary>Whether it is a TBF, by its name and, for <see cref="OldTbfExtension"/>, by those of the other members.</summary>
    public bool IsTbf { get; init; }

    /// <summary>Whether it is a TBF that has the name of TABs of 2017 to 2019.</summary>
    public bool HasOldName => IsTbf && Name.EndsWith(OldTbfExtension, StringComparison.Ordinal);

    /// <summary>The architecture for which a TBF is: its name without its end.</summary>
    public string Architecture => Path.GetFileNameWithoutExtension(Name);
}
