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

    /// <summary>Out of tree: for which machine and RAM a RAM-loaded app is.</summary>
    LoadTarget = 0x8E03,
}
