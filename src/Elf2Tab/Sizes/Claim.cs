using Elf2Tab.Plan;

namespace Elf2Tab.Sizes;

/// <summary>A range of addresses and what it is for.</summary>
/// <param name="Start">The first address.</param>
/// <param name="End">The address behind the last byte.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Name">What it is.</param>
internal sealed record Claim(ulong Start, ulong End, Purpose Purpose, string Name)
{
    /// <summary>Claims in the order that <see cref="Divide"/> needs; empty ones are left out.</summary>
    public static Claim[] Sort(IEnumerable<Claim> claims)
    {
        Claim[] sorted = [.. claims.Where(claim => claim.Start < claim.End)];
        Array.Sort(sorted, (left, right) => left.Start != right.Start
            ? left.Start.CompareTo(right.Start)
            : right.End.CompareTo(left.End));
        return sorted;
    }

    /// <summary>Divides a range among claims so that every byte counts once; what nobody claims is a gap.</summary>
    /// <param name="start">The first address.</param>
    /// <param name="end">The address behind the last byte.</param>
    /// <param name="layers">Sorted claims. A layer gets what those before it left over; within a layer the lower address wins.</param>
    public static IReadOnlyList<Claim> Divide(ulong start, ulong end, params IEnumerable<Claim[]> layers)
    {
        List<Claim> parts = start < end ? [Gap(start, end)] : [];
        foreach (var layer in layers)
        {
            var divided = new List<Claim>(parts.Count);
            int next = 0;
            foreach (var part in parts)
            {
                if (part.Purpose == Purpose.Gap)
                    next = Fill(part, layer, next, divided);
                else
                    divided.Add(part);
            }
            parts = divided;
        }
        return parts;
    }

    /// <summary>Fills a gap with claims from <paramref name="next"/> on.</summary>
    /// <returns>The first claim that may reach beyond the gap.</returns>
    private static int Fill(Claim gap, Claim[] layer, int next, List<Claim> divided)
    {
        ulong start = gap.Start;
        while (next < layer.Length && layer[next].Start < gap.End && start < gap.End)
        {
            var claim = layer[next];
            ulong from = Math.Max(claim.Start, start);
            ulong to = Math.Min(claim.End, gap.End);
            if (from < to)
            {
                if (start < from)
                    divided.Add(Gap(start, from));
                divided.Add(claim with { Start = from, End = to });
                start = to;
            }
            if (claim.End > gap.End)
                break;
            next++;
        }
        if (start < gap.End)
            divided.Add(Gap(start, gap.End));
        return next;
    }

    private static Claim Gap(ulong start, ulong end) => new(start, end, Purpose.Gap, "gap");
}
