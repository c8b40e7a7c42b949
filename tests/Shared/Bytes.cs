namespace Tests.Shared;

/// <summary>Assertions on bytes that show where they differ.</summary>
internal static class Bytes
{
    public static void Equal(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, string what = "bytes")
    {
        int common = expected.CommonPrefixLength(actual);
        if (common == expected.Length && common == actual.Length)
            return;
        int start = Math.Max(0, common - 8);
        Assert.Fail(
            $"{what}: {expected.Length} bytes expected, {actual.Length} made, the first difference at 0x{common:x}\n"
            + $"expected from 0x{start:x}: {Hex(expected, start)}\nmade     from 0x{start:x}: {Hex(actual, start)}");
    }

    private static string Hex(ReadOnlySpan<byte> bytes, int start) =>
        start >= bytes.Length ? "(end)" : Convert.ToHexStringLower(bytes[start..Math.Min(bytes.Length, start + 24)]);
}
