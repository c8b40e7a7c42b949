namespace TabFormat.Tbf;

/// <summary>Sizes and limits that writing and reading agree on.</summary>
public static class TbfFormat
{
    /// <summary>The only version of the format that kernels accept.</summary>
    public const ushort Version = 2;

    /// <summary>Bytes of the base header.</summary>
    public const int BaseHeaderSize = 16;

    /// <summary>Bytes from the start of the header to its checksum.</summary>
    public const int ChecksumOffset = 12;

    /// <summary>Bytes of type and length in front of an element's content.</summary>
    public const int ElementPrefixSize = 4;

    /// <summary>Bytes of a credential in front of its data: type, length, format.</summary>
    public const int CredentialPrefixSize = 8;

    /// <summary>"Any address" in a <see cref="TbfElementType.FixedAddresses"/> element.</summary>
    public const uint AnyAddress = 0xFFFF_FFFF;

    /// <summary>"No bytes in the app binary" in a row of a <see cref="TbfElementType.LoadSegments"/> element.</summary>
    public const uint NoFileBytes = 0xFFFF_FFFF;

    /// <summary>Bytes of a row of a <see cref="TbfElementType.LoadSegments"/> element.</summary>
    public const int LoadSegmentSize = 20;

    /// <summary>Most rows of a <see cref="TbfElementType.LoadSegments"/> element.</summary>
    public const int MaximumLoadSegments = 32;

    /// <summary>The bits of a row's flags that are rights: PF_X 1, PF_W 2, PF_R 4.</summary>
    public const uint Rights = 7;

    /// <summary>The right to write in a row's flags: PF_W.</summary>
    public const uint Writable = 2;

    /// <summary>The right to execute in a row's flags: PF_X.</summary>
    public const uint Executable = 1;

    /// <summary>In the flags of a row without the right to write: relocations write into it.</summary>
    public const uint TextRelocated = 0x100;

    /// <summary>The least alignment that a <see cref="TbfElementType.LoadTarget"/> element asks for, bytes.</summary>
    public const uint LeastRamAlignment = 8;

    /// <summary>The largest alignment that a <see cref="TbfElementType.LoadTarget"/> element asks for, bytes.</summary>
    public const uint LargestRamAlignment = 65_536;

    /// <summary>Most permission entries that the RAM-loading kernel takes.</summary>
    public const int MaximumRamPermissions = 8;

    /// <summary>Most read identifiers, and most modify identifiers, that a kernel takes; with more it takes none.</summary>
    public const int MaximumStorageIds = 8;

    /// <summary>XOR of all 32-bit words of a header but the checksum's own.</summary>
    /// <param name="header">The header, a multiple of 4 bytes.</param>
    public static uint Checksum(ReadOnlySpan<byte> header)
    {
        uint checksum = 0;
        var reader = new Binary.ByteReader(header);
        while (reader.Remaining >= 4)
        {
            bool own = reader.Position == ChecksumOffset;
            uint word = reader.U32();
            checksum ^= own ? 0 : word;
        }
        return checksum;
    }
}
