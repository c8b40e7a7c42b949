using Elf2Tab.Plan;

namespace Elf2Tab.Reports;

/// <summary>
/// The colours of maps: a purpose has the same one in flash and in RAM, in texts and in pictures. Those that share a bar most are
/// the colours of Okabe and Ito, which people with any kind of colour vision can tell apart.
/// </summary>
internal static class PurposeColour
{
    /// <summary>0xRRGGBB; null: what holds nothing is grey.</summary>
    public static int? Of(Purpose purpose) => purpose switch
    {
        Purpose.Header => 0xAA4499,
        Purpose.Binary => 0x4477AA,
        Purpose.Text => 0x0072B2,
        Purpose.Constants => 0x56B4E9,
        Purpose.Data => 0xE69F00,
        Purpose.Relocations => 0xD55E00,
        Purpose.Bss => 0xF0E442,
        Purpose.Stack => 0x009E73,
        Purpose.AppHeap => 0x88CCAA,
        Purpose.KernelHeap => 0xCC79A7,
        Purpose.Memory => 0x999933,
        Purpose.Footer => 0xA5486A,
        _ => null,
    };

    /// <summary>Whether dark text is read on it more easily than light text.</summary>
    public static bool IsLight(int colour) => (299 * (colour >> 16)) + (587 * (colour >> 8 & 0xFF)) + (114 * (colour & 0xFF)) > 140_000;
}
