using System.Runtime.InteropServices;

namespace TabFormat.Tab;

/// <summary>The header of a file in a tar archive (POSIX.1-1988 with the marks of GNU): one block of fields of fixed places.</summary>
public static class TarHeader
{
    /// <summary>Bytes of a header. Content is filled up to a multiple of them, and two blocks of zeros end an archive.</summary>
    public const int BlockSize = 512;

    /// <summary>Most bytes of a name that have room in a header.</summary>
    public const int NameSize = 100;

    /// <summary>Type of a plain file.</summary>
    public const byte PlainFile = (byte)'0';

    /// <summary>Type of a plain file in archives that are older than types.</summary>
    public const byte OldPlainFile = 0;

    /// <summary>Type of an entry whose content is the name of the next one (GNU).</summary>
    public const byte LongName = (byte)'L';

    /// <summary>Type of an entry whose content is the link target of the next one (GNU).</summary>
    public const byte LongLink = (byte)'K';

    /// <summary>Type of an entry that holds attributes of the next one (pax).</summary>
    public const byte Attributes = (byte)'x';

    /// <summary>Type of an entry that holds attributes of all that follow (pax).</summary>
    public const byte GlobalAttributes = (byte)'g';

    /// <summary>The time that upstream's tar library gives to files: 24 July 2006, in seconds since 1970.</summary>
    public const uint MemberTime = 1_153_704_088;

    /// <summary>Access rights that upstream's tar library gives to files: all may read, the owner may write.</summary>
    public const uint MemberMode = 0b110_100_100;

    /// <summary>Bytes from the start of a header to its type.</summary>
    public const int TypeOffset = 156;

    /// <summary>Access rights, octal, as all numbers.</summary>
    public static Range Mode => 100..108;

    /// <summary>Number of the owner.</summary>
    public static Range User => 108..116;

    /// <summary>Number of the owner's group.</summary>
    public static Range Group => 116..124;

    /// <summary>Bytes of the content.</summary>
    public static Range Size => 124..136;

    /// <summary>Time of the last change, in seconds since 1970.</summary>
    public static Range Time => 136..148;

    /// <summary>The sum of all bytes of the header.</summary>
    public static Range Checksum => 148..156;

    /// <summary>Mark and version.</summary>
    public static Range MarkField => 257..265;

    /// <summary>Number of a device, its first half.</summary>
    public static Range DeviceMajor => 329..337;

    /// <summary>Number of a device, its second half.</summary>
    public static Range DeviceMinor => 337..345;

    /// <summary>The mark with which all tar headers since 1988 begin their field of mark and version.</summary>
    public static ReadOnlySpan<byte> Mark => "ustar"u8;

    /// <summary>Mark and version as GNU writes them.</summary>
    public static ReadOnlySpan<byte> GnuMark => "ustar  \0"u8;

    /// <summary>The name of an entry whose type is <see cref="LongName"/>.</summary>
    public static ReadOnlySpan<byte> LongNameEntry => "././@LongLink"u8;

    /// <summary>The name with which a header, or what there is of one, begins.</summary>
    public static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> header)
    {
        var name = header[..Math.Min(NameSize, header.Length)];
        int end = name.IndexOf((byte)0);
        return end < 0 ? name : name[..end];
    }

    /// <summary>The sum of all bytes of a header, those of the sum itself taken as spaces.</summary>
    public static uint Sum(ReadOnlySpan<byte> header)
    {
        // Eight bytes at once, in four lanes of 16 bits, which 64 pairs of bytes do not fill.
        const ulong evenBytes = 0x00FF_00FF_00FF_00FF;
        ulong lanes = 0;
        foreach (ulong eight in MemoryMarshal.Cast<byte, ulong>(header[..BlockSize]))
            lanes += (eight & evenBytes) + (eight >> 8 & evenBytes);
        uint sum = (uint)((lanes & 0xFFFF) + (lanes >> 16 & 0xFFFF) + (lanes >> 32 & 0xFFFF) + (lanes >> 48));
        foreach (byte value in header[Checksum])
            sum += (uint)(' ' - value);
        return sum;
    }
}
