namespace Tests.Shared;

/// <summary>
/// What one region of an ARMv7-M memory protection unit can cover, found by trying all settings of its registers: 2^(SIZE + 1)
/// bytes from 32 on, a base that is a multiple of that, and, from 256 bytes on, eight bits that disable a subregion each.
/// </summary>
internal static class RegionSearch
{
    private static readonly (int SizeField, ulong Offset, ulong Size)[] Settings = [.. AllSettings()];

    private static readonly ulong[] Sizes = [.. Settings.Select(setting => setting.Size).Distinct().Order()];

    /// <summary>The smallest range of at least so many bytes that a region covers anywhere.</summary>
    public static ulong Smallest(ulong size) => Sizes.First(covered => covered >= size);

    /// <summary>The same at an address; null: no region covers a range that starts there and is large enough.</summary>
    public static ulong? Smallest(ulong size, ulong start) => Settings
        .Where(setting => setting.Size >= size && (start - setting.Offset) % (2UL << setting.SizeField) == 0 && start >= setting.Offset)
        .Select(setting => (ulong?)setting.Size)
        .Min();

    /// <summary>All ways to cover one range without a hole, by its offset from the region's base.</summary>
    private static IEnumerable<(int SizeField, ulong Offset, ulong Size)> AllSettings()
    {
        for (int sizeField = 4; sizeField <= 31; sizeField++)
        {
            ulong region = 2UL << sizeField;
            for (int disabled = 0; disabled <= (region >= 256 ? 254 : 0); disabled++)
            {
                int[] enabled = [.. Enumerable.Range(0, 8).Where(index => (disabled >> index & 1) == 0)];
                if (enabled[^1] - enabled[0] + 1 == enabled.Length)
                    yield return (sizeField, (ulong)enabled[0] * region / 8, (ulong)enabled.Length * region / 8);
            }
        }
    }
}
