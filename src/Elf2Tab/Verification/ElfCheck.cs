using Elf2Tab.Elf;
using Elf2Tab.Plan;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Verification;

/// <summary>What is known of the options with which a TBF was made.</summary>
/// <param name="Options">The options; the defaults where they are not known.</param>
/// <param name="IsMemoryGiven">They say how much RAM the app asks for; else it may be more than the ELF needs.</param>
/// <param name="IsRelocatorGiven">They say who relocates a RAM-loaded app; else either may.</param>
internal sealed record Expectation(ConvertOptions Options, bool IsMemoryGiven, bool IsRelocatorGiven)
{
    /// <summary>That all is as the options say.</summary>
    public static Expectation Exactly(ConvertOptions options) => new(options, true, true);
}

/// <summary>
/// Holds a TBF against the ELF of which it is said to be made. An ELF file says what is in memory while a program runs: its PT_LOAD
/// segments, at their virtual addresses, and for what is stored elsewhere, at their physical ones (gABI, program header). A TBF must
/// come to the same. All that is decided here is decided anew, from the ELF and the contract alone: a conversion that is wrong must not
/// be able to vouch for itself.
/// </summary>
internal static class ElfCheck
{
    /// <summary>More segments than any linker makes; each is compared with each section.</summary>
    private const int MostSegments = 512;

    /// <summary>In what a TBF differs from what its ELF gives, a sentence each.</summary>
    /// <param name="elf">The ELF.</param>
    /// <param name="tbf">The TBF; it breaks no rule.</param>
    /// <param name="expected">How it was made.</param>
    public static IReadOnlyList<string> Differences(ElfFile elf, TbfReading tbf, Expectation expected)
    {
        var found = new List<string>();
        if (elf.LoadSegments.Length > MostSegments || !elf.LoadSegments.Any(segment => segment.FileSize > 0))
        {
            found.Add($"the ELF has {elf.LoadSegments.Length} PT_LOAD segments, which make no app");
            return found;
        }
        bool isRam = expected.Options.Load switch
        {
            LoadChoice.Flash => false,
            LoadChoice.Ram => true,
            _ => elf.IsPositionIndependent || tbf.IsLoadedToRam,
        };
        if (tbf.Bytes.Span[tbf.HeaderSize..(int)tbf.BinaryOffset].ContainsAnyExcept((byte)0))
            found.Add("between the header and the app binary not all is zero");
        if (isRam)
            new RamCheck(elf, tbf, expected, found.Add).Compare();
        else
            new FlashCheck(elf, tbf, expected, found.Add).Compare();
        return found;
    }

    /// <summary>Compares the flags of the header.</summary>
    internal static void CompareFlags(TbfReading tbf, ConvertOptions options, TbfFlags loading, TbfFlags either, Action<string> differs)
    {
        var flags = loading
            | (options.Disable ? TbfFlags.None : TbfFlags.Enabled)
            | (options.Sticky ? TbfFlags.Sticky : TbfFlags.None);
        if ((tbf.Flags & ~either) != (flags & ~either))
            differs($"the flags are 0x{(uint)tbf.Flags:x8}, the ELF and the options give 0x{(uint)flags:x8}");
    }

    /// <summary>Compares the Fixed Addresses element; null: there is none.</summary>
    internal static void CompareFixedAddresses(TbfReading tbf, ParsedFixedAddresses? expected, Action<string> differs)
    {
        if (tbf.FixedAddresses != expected)
            differs($"Fixed Addresses: {Describe(tbf.FixedAddresses)}, the ELF gives {Describe(expected)}");
    }

    /// <summary>Compares <c>minimum_ram_size</c>.</summary>
    internal static void CompareMemory(TbfReading tbf, ulong needed, Expectation expected, Action<string> differs)
    {
        ulong wanted = expected.Options.MinimumRamSize ?? needed;
        ulong stated = tbf.Entry!.MinimumRamSize;
        if (stated < wanted || (expected.IsMemoryGiven && stated != wanted))
            differs($"minimum_ram_size is {stated}, the ELF gives {wanted}");
    }

    private static string Describe(ParsedFixedAddresses? addresses) =>
        addresses is { } stated ? $"RAM 0x{stated.Ram:x}, flash 0x{stated.Flash:x}" : "none";
}
