using System.Text;

namespace Tests.Shared;

/// <summary>TBFs of any size, put together from the format's description.</summary>
internal static class ImageApps
{
    private const uint Any = 0xFFFF_FFFF;
    private const int FooterPrefix = 8;
    private const int LargestFooter = 60_000;

    /// <summary>A TBF with a name, for kernel 2.0.</summary>
    /// <param name="name">The name; empty: none.</param>
    /// <param name="size">Bytes, at least 148.</param>
    /// <param name="start">Where the TBF must start; null: anywhere.</param>
    /// <param name="isForRam">Whether it is copied to RAM.</param>
    /// <param name="isEnabled">Whether it is enabled.</param>
    /// <param name="ram">Where its RAM of 4096 bytes must start; null: anywhere.</param>
    public static byte[] Tbf(
        string name, int size, long? start = null, bool isForRam = false, bool isEnabled = true, uint? ram = null)
    {
        byte[][] elements = [RawTbf.Element(8, RawTbf.U16(2, 0)), .. name == "" ? Array.Empty<byte[]>() : [RawTbf.Element(3, Encoding.UTF8.GetBytes(name))]];
        int nameSize = elements.Sum(element => element.Length);
        uint flash = start is { } address ? (uint)(address + RawTbf.PlainBinaryOffset + nameSize + 12) : Any;
        if (start is not null || ram is not null)
            elements = [.. elements, RawTbf.Element(5, RawTbf.U32(ram ?? Any, flash))];
        int left = size - RawTbf.PlainBinaryEnd - elements.Sum(element => element.Length);
        var footers = new List<byte[]>();
        for (; left > LargestFooter + FooterPrefix; left -= LargestFooter + FooterPrefix)
            footers.Add(RawTbf.Footer(128, 0, new byte[LargestFooter]));
        footers.Add(left < FooterPrefix ? new byte[left] : RawTbf.Footer(128, 0, new byte[left - FooterPrefix]));
        byte[] tbf = RawTbf.Build(elements, _ => [.. footers]);
        uint flags = (isEnabled ? 1U : 0) | (isForRam ? 0x8000_0000 : 0);
        return RawTbf.Patched(tbf, 8, RawTbf.U32(flags));
    }

    /// <summary>What a kernel finds: it reads a header, and goes on behind total_size bytes while there are headers.</summary>
    public static IEnumerable<(long Address, uint Size, byte[] Bytes)> Walk(byte[] image, long start)
    {
        for (int at = 0; at + 16 <= image.Length && IsHeader(image.AsSpan(at), out uint size); at += (int)size)
            yield return (start + at, size, image[at..(at + (int)size)]);
    }

    private static bool IsHeader(ReadOnlySpan<byte> bytes, out uint totalSize)
    {
        int headerSize = BitConverter.ToUInt16(bytes[2..]);
        totalSize = BitConverter.ToUInt32(bytes[4..]);
        if (BitConverter.ToUInt16(bytes) != 2 || headerSize < 16 || headerSize > totalSize || totalSize > bytes.Length)
            return false;
        uint sum = 0;
        for (int at = 0; at < headerSize; at += 4)
            sum ^= BitConverter.ToUInt32(bytes[at..]);
        return sum == 0;
    }
}
