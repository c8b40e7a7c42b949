using System.Buffers.Binary;
using Elf2Tab.Elf;

namespace Elf2Tab.Plan.Legacy;

/// <summary>
/// The ten words at the start of an app of libtock-c, section .crt0_header, by which its start-up code copies data to RAM, zeroes
/// memory and finds its relocations behind the app. One of them matters here.
/// </summary>
/// <param name="Section">The section.</param>
/// <param name="RelocationsStart">The ninth word: bytes from the start of the app binary to the relocations.</param>
internal sealed record TenWordHeader(Section Section, uint RelocationsStart)
{
    /// <summary>Bytes of the words.</summary>
    public const int Size = 40;

    /// <summary>Bytes in front of the ninth word.</summary>
    public const int RelocationsStartOffset = 32;

    /// <summary>The header; null when the app has none.</summary>
    public static TenWordHeader? Find(ElfFile elf)
    {
        var section = elf.Sections.FirstOrDefault(
            section => section.IsNamed(GivenNames.TenWordHeader) && section is { HasFileBytes: true, Size: >= Size });
        return section is null
            ? null
            : new TenWordHeader(
                section, BinaryPrimitives.ReadUInt32LittleEndian(elf.Content(section).Span[RelocationsStartOffset..]));
    }
}
