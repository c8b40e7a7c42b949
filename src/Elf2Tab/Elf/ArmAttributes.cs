using TabFormat.Binary;

namespace Elf2Tab.Elf;

/// <summary>
/// For which ARM processors a file was built, as its build attributes say (Addenda to the ABI for the Arm Architecture): section
/// .ARM.attributes holds, under the name "aeabi", numbered tags with numbers or texts.
/// </summary>
/// <param name="Architecture">Tag_CPU_arch; null: not stated.</param>
/// <param name="Profile">Tag_CPU_arch_profile: <c>A</c>, <c>R</c>, <c>M</c>, <c>S</c>, or 0; null: not stated.</param>
internal sealed record ArmAttributes(ulong? Architecture, ulong? Profile)
{
    private const ulong TagFile = 1;
    private const ulong TagRawName = 4;
    private const ulong TagName = 5;
    private const ulong TagArchitecture = 6;
    private const ulong TagProfile = 7;
    private const ulong TagCompatibility = 32;

    /// <summary>Whether the processor is a microcontroller, which has Thumb instructions only: profile M.</summary>
    public bool IsMicrocontroller => Profile == 'M' || IsV6M || Architecture is 13 || IsV8M;

    /// <summary>ARMv6-M: Cortex-M0, M0+, M1.</summary>
    public bool IsV6M => Architecture is 11 or 12;

    /// <summary>ARMv8-M and later: Cortex-M23, M33, M55.</summary>
    public bool IsV8M => Architecture is 16 or 17 or 21;

    /// <summary>The attributes of a file; null when it has none, or none that can be read.</summary>
    public static ArmAttributes? Find(ElfFile elf)
    {
        if (elf.Machine != ElfMachine.Arm)
            return null;
        var section = elf.Sections.FirstOrDefault(section => section is { Type: SectionTypes.ArmAttributes, HasFileBytes: true });
        return section is null ? null : Read(elf.Content(section).Span);
    }

    private static ArmAttributes? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 5 || bytes[0] != 'A')
            return null;
        var reader = new ByteReader(bytes[1..]);
        while (reader.Remaining >= 4)
        {
            uint length = reader.U32();
            if (length < 4 || length - 4 > (uint)reader.Remaining)
                return null;
            var vendor = reader.Bytes((int)length - 4);
            if (vendor.StartsWith("aeabi\0"u8))
                return ReadFile(vendor["aeabi\0".Length..]);
        }
        return null;
    }

    /// <summary>The attributes that hold for the file as a whole.</summary>
    private static ArmAttributes? ReadFile(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 5 || bytes[0] != TagFile)
            return null;
        uint length = new ByteReader(bytes[1..]).U32();
        if (length < 5 || length > (uint)bytes.Length)
            return null;
        var tags = bytes[5..(int)length];
        var attributes = new ArmAttributes(null, null);
        while (Number(ref tags) is { } tag)
        {
            bool isText = tag is TagRawName or TagName || (tag > TagCompatibility && tag % 2 == 1);
            ulong? value = isText ? 0 : Number(ref tags);
            if ((isText || tag == TagCompatibility) && !SkipText(ref tags))
                break;
            attributes = tag switch
            {
                TagArchitecture => attributes with { Architecture = value },
                TagProfile => attributes with { Profile = value },
                _ => attributes,
            };
        }
        return attributes;
    }

    /// <summary>A number of seven bits a byte, the lowest first (ULEB128); null at the end, or when it has more than 63 bits.</summary>
    private static ulong? Number(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int index = 0; index < Math.Min(bytes.Length, 9); index++)
        {
            value |= (ulong)(bytes[index] & 0x7F) << (7 * index);
            if (bytes[index] < 0x80)
            {
                bytes = bytes[(index + 1)..];
                return value;
            }
        }
        return null;
    }

    private static bool SkipText(ref ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        bytes = bytes[(end + 1)..];
        return end >= 0;
    }
}
