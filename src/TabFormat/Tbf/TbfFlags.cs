namespace TabFormat.Tbf;

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
