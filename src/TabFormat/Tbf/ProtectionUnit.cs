using System.Numerics;
using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>
/// What Tock's kernels ask of the places of an app, so that the memory protection of a processor can keep it apart from others.
/// </summary>
public sealed class ProtectionUnit
{
    private const ulong Page = 4096;

    /// <summary>Where flash ends for the apps of x86 boards.</summary>
    private const ulong EndOfX86Flash = 4 * 1024 * 1024;

    private readonly Func<ulong, ulong, bool> _takesFlash;

    private ProtectionUnit(string name, uint kernelShare, string flashRule, Func<ulong, ulong, bool> takesFlash)
    {
        Name = name;
        KernelShare = kernelShare;
        FlashRule = flashRule;
        _takesFlash = takesFlash;
    }

    /// <summary>ARMv6-M: regions have 256 bytes at least.</summary>
    public static ProtectionUnit ArmV6M { get; } = new(
        "a Cortex-M0+",
        1136,
        "start and size are multiples of 256, the size a power of two at a multiple of itself, or eighths of one (docs/tbf.md)",
        (start, size) => start % 256 == 0 && size >= 256 && MpuRegion.IsFoundByKernels(start, size));

    /// <summary>ARMv7-M: a power of two, or some of its eighths.</summary>
    public static ProtectionUnit ArmV7M { get; } = new(
        "a Cortex-M3, M4 or M7",
        1136,
        "the size is a power of two at a multiple of itself, or eighths of one (docs/tbf.md)",
        MpuRegion.IsFoundByKernels);

    /// <summary>ARMv8-M: first and last address.</summary>
    public static ProtectionUnit ArmV8M { get; } = new(
        "a Cortex-M23 or M33", 1136, "start and size are multiples of 32", (start, size) => start % 32 == 0 && size % 32 == 0);

    /// <summary>RISC-V: top of range, in words.</summary>
    public static ProtectionUnit RiscV { get; } = new(
        "RISC-V", 1080, "start and size are multiples of 4", (start, size) => start % 4 == 0 && size % 4 == 0);

    /// <summary>i386: pages.</summary>
    public static ProtectionUnit X86 { get; } = new(
        "x86",
        1136,
        "start and size are multiples of 4096, and the end is below 4 MiB",
        (start, size) => start % Page == 0 && size % Page == 0 && start + size <= EndOfX86Flash);

    /// <summary>The processors that have it.</summary>
    public string Name { get; }

    /// <summary>Bytes of the app's RAM that a kernel takes for what it keeps about the app, about, on top of <c>minimum_ram_size</c>.</summary>
    public uint KernelShare { get; }

    /// <summary>Which places in flash it takes, in words.</summary>
    public string FlashRule { get; }

    /// <summary>The unit of an architecture, as TABs name their members: <c>cortex-m4</c>, <c>rv32imac</c>, <c>i386</c>; null: not known.</summary>
    /// <param name="architecture">The name; what follows its first dot does not count.</param>
    public static ProtectionUnit? Named(string architecture)
    {
        string name = architecture.Split('.')[0].ToLowerInvariant();
        if (name.StartsWith("cortex-m", StringComparison.Ordinal))
        {
            string number = new([.. name["cortex-m".Length..].TakeWhile(char.IsAsciiDigit)]);
            return number switch
            {
                "0" or "1" => ArmV6M,
                "3" or "4" or "7" => ArmV7M,
                "23" or "33" or "35" or "52" or "55" or "85" => ArmV8M,
                _ => null,
            };
        }
        bool isRiscV = name.StartsWith("rv32", StringComparison.Ordinal) || name.StartsWith("rv64", StringComparison.Ordinal)
            || name.StartsWith("riscv", StringComparison.Ordinal);
        return isRiscV ? RiscV : name is "x86" or "i386" or "i486" or "i586" or "i686" ? X86 : null;
    }

    /// <summary>Whether kernels can protect an app of so many bytes at a flash address, both of the whole TBF.</summary>
    public bool TakesFlash(ulong start, ulong size) => _takesFlash(start, size);

    /// <summary>
    /// The first flash address, not below another, at which kernels can protect an app of so many bytes; null: they can nowhere above it.
    /// </summary>
    /// <param name="from">The lowest address.</param>
    /// <param name="size">Bytes of the whole TBF.</param>
    public ulong? FirstFlashStart(ulong from, ulong size)
    {
        ulong step = !IsPowerOfTwo ? Granule : BitOperations.IsPow2(size) ? size : MpuRegion.SubregionFor(size);
        ulong start = Alignment.RoundUp(from, step);
        ulong last = start + (step * 2 * MpuRegion.Subregions); // places repeat with every region
        for (; start <= last; start += step)
        {
            if (TakesFlash(start, size))
                return start;
        }
        return null;
    }

    /// <summary>Bytes of RAM that a kernel gives an app.</summary>
    /// <param name="needed">What the app asks for and the kernel's share together.</param>
    public ulong RamSize(ulong needed) => IsPowerOfTwo ? BitOperations.RoundUpToPowerOf2(needed) : Alignment.RoundUp(needed, Granule);

    /// <summary>Of what the start of an app's RAM is a multiple, bytes.</summary>
    /// <param name="size">Bytes that the kernel gives it.</param>
    public ulong RamAlignment(ulong size) => IsPowerOfTwo ? Math.Max(size / 2, Granule) : Granule;

    private bool IsPowerOfTwo => this == ArmV6M || this == ArmV7M;

    private ulong Granule => this == X86 ? Page : this == RiscV ? 4U : 32;
}
