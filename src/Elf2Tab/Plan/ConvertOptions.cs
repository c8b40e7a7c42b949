using System.Collections.Immutable;
using Elf2Tab.Keys;
using TabFormat.Tbf;

namespace Elf2Tab.Plan;

/// <summary>How an app is loaded.</summary>
public enum LoadChoice
{
    /// <summary>As its ELF type says.</summary>
    Auto,

    /// <summary>It executes in place.</summary>
    Flash,

    /// <summary>It is copied to RAM as a whole.</summary>
    Ram,
}

/// <summary>How relocations are delivered.</summary>
public enum RelocationChoice
{
    /// <summary>As the app is made.</summary>
    Auto,

    /// <summary>With their segments, and nowhere else.</summary>
    Segment,

    /// <summary>Behind the segments.</summary>
    Trailer,

    /// <summary>Where the app's own header says.</summary>
    Workaround,
}

/// <summary>Who applies the relocations of a RAM-loaded app.</summary>
public enum RelocateBy
{
    /// <summary>The app's start-up code.</summary>
    App,

    /// <summary>The loader.</summary>
    Loader,
}

/// <summary>What the header of a RAM-loaded app says about loading.</summary>
public enum LoadInfo
{
    /// <summary>Flags and elements.</summary>
    Full,

    /// <summary>Flags only.</summary>
    Flags,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>What is asked for about the conversion of an ELF; the defaults are those of the command line.</summary>
internal sealed record ConvertOptions
{
    /// <summary>Clear the enabled flag.</summary>
    public bool Disable { get; init; }

    /// <summary>Set the sticky flag.</summary>
    public bool Sticky { get; init; }

    /// <summary>The app's version.</summary>
    public uint AppVersion { get; init; }

    /// <summary>Bytes of RAM in place of the sum that is worked out.</summary>
    public uint? MinimumRamSize { get; init; }

    /// <summary>The app's name.</summary>
    public string PackageName { get; init; } = "";

    /// <summary>Bytes of stack; null: as the ELF says.</summary>
    public uint? Stack { get; init; }

    /// <summary>Bytes of app heap.</summary>
    public uint AppHeap { get; init; } = 1024;

    /// <summary>Bytes of kernel heap.</summary>
    public uint KernelHeap { get; init; } = 1024;

    /// <summary>Bytes from the start of the TBF to the app binary; null: as fits.</summary>
    public uint? ProtectedRegionSize { get; init; }

    /// <summary>System calls that the app may make.</summary>
    public ImmutableList<(uint Driver, uint Command)> Permissions { get; init; } = [];

    /// <summary>Identifier of what the app stores.</summary>
    public uint? WriteId { get; init; }

    /// <summary>Identifiers of what the app may read.</summary>
    public ImmutableList<uint> ReadIds { get; init; } = [];

    /// <summary>Identifiers of what the app may change.</summary>
    public ImmutableList<uint> AccessIds { get; init; } = [];

    /// <summary>A number to identify the app by.</summary>
    public uint? ShortId { get; init; }

    /// <summary>Major version of the kernel.</summary>
    public ushort? KernelMajor { get; init; }

    /// <summary>Least minor version of the kernel.</summary>
    public ushort? KernelMinor { get; init; }

    /// <summary>Bytes to reserve behind the app binary for credentials.</summary>
    public uint MinimumFooterSize { get; init; }

    /// <summary>Which sizes a TBF may have; null: as the ELF's symbol or the machine says.</summary>
    public PaddingRule? Padding { get; init; }

    /// <summary>Hashes and signatures to add.</summary>
    public SigningOptions Signing { get; init; } = new();

    /// <summary>Most bytes that a TBF may have.</summary>
    public uint MaxSize { get; init; } = 16 * 1024 * 1024;

    /// <summary>Most bytes of flash that a TBF may take; null: no budget.</summary>
    public uint? MaxFlash { get; init; }

    /// <summary>Most bytes of RAM that an app may take, the image of a RAM-loaded app among them; null: no budget.</summary>
    public uint? MaxRam { get; init; }

    /// <summary>How the app is loaded.</summary>
    public LoadChoice Load { get; init; }

    /// <summary>How relocations are delivered.</summary>
    public RelocationChoice Relocations { get; init; }

    /// <summary>Who applies the relocations of a RAM-loaded app.</summary>
    public RelocateBy RelocateBy { get; init; }

    /// <summary>What the header of a RAM-loaded app says about loading.</summary>
    public LoadInfo LoadInfo { get; init; }

    /// <summary>Bytes that memory protection can tell apart, a power of two; null: as the machine has them.</summary>
    public uint? ProtectionGranule { get; init; }

    /// <summary>The app gets no Fixed Addresses element.</summary>
    public bool NoFixedAddresses { get; init; }
}
