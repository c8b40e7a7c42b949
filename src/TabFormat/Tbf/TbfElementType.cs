namespace TabFormat.Tbf;

/// <summary>Types of the elements (TLVs) of a TBF. Types with bit 15 set are out of tree; kernels skip what they do not know.</summary>
public enum TbfElementType : ushort
{
    /// <summary>Entry point, protected size, RAM; read by every kernel.</summary>
    Main = 1,

    /// <summary>Parts of the app binary that the app itself may rewrite.</summary>
    WriteableFlashRegions = 2,

    /// <summary>The app's name in UTF-8.</summary>
    PackageName = 3,

    /// <summary>Addresses for which the app was linked.</summary>
    FixedAddresses = 5,

    /// <summary>System calls that the app may make.</summary>
    Permissions = 6,

    /// <summary>Identifiers under which the app may store, read and change data.</summary>
    StoragePermissions = 7,

    /// <summary>Oldest kernel that runs the app.</summary>
    KernelVersion = 8,

    /// <summary>What <see cref="Main"/> says, the end of the binary and a version; read by kernels since 2.2.</summary>
    Program = 9,

    /// <summary>A number to identify the app by.</summary>
    ShortId = 10,

    /// <summary>A footer: a hash, a signature or reserved space.</summary>
    Credentials = 128,

    /// <summary>Out of tree: what of a RAM-loaded app lies where in memory, with which access.</summary>
    LoadSegments = 0x8E01,

    /// <summary>Out of tree: the dynamic relocation tables of a RAM-loaded app.</summary>
    DynamicRelocations = 0x8E02,
}

/// <summary>What the data of a <see cref="TbfElementType.Credentials"/> footer is.</summary>
public enum CredentialFormat : uint
{
    /// <summary>Space without meaning, of any size.</summary>
    Reserved = 0,

    /// <summary>Modulus (384 bytes) and PKCS#1 v1.5 signature (384).</summary>
    Rsa3072 = 1,

    /// <summary>Modulus (512 bytes) and PKCS#1 v1.5 SHA-512 signature (512).</summary>
    Rsa4096 = 2,

    /// <summary>SHA-256, 32 bytes.</summary>
    Sha256 = 3,

    /// <summary>SHA-384, 48 bytes.</summary>
    Sha384 = 4,

    /// <summary>SHA-512, 64 bytes.</summary>
    Sha512 = 5,

    /// <summary>ECDSA over P-256 and SHA-256: r, then s (64 bytes).</summary>
    EcdsaNistP256 = 6,
}

/// <summary>Encodings of a relocation table.</summary>
public enum RelocationKind : ushort
{
    /// <summary>Place and type; the addend is what stands at the place.</summary>
    Rel = 1,

    /// <summary>Place, type and addend.</summary>
    Rela = 2,

    /// <summary>Places of relative relocations, packed as addresses and bitmaps.</summary>
    Relr = 3,
}

/// <summary>Flags of the base header.</summary>
[Flags]
public enum TbfFlags : uint
{
    /// <summary>None set.</summary>
    None = 0,

    /// <summary>The kernel starts the app.</summary>
    Enabled = 1,

    /// <summary>Tools do not remove the app unless asked twice.</summary>
    Sticky = 2,

    /// <summary>Out of tree: the loader applies the relocations; without it the app does so itself.</summary>
    LoaderRelocates = 0x4000_0000,

    /// <summary>Out of tree: the app is copied to RAM as a whole before it runs; it cannot execute in place.</summary>
    LoadToRam = 0x8000_0000,
}

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
