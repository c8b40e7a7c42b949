namespace Elf2Tab.CommandLine;

/// <summary>
/// Finds what was probably meant by a name that there is not: a name of which words were left out, added, shortened or misspelled. Names
/// of another meaning are never suggested: <c>--min-ram</c> is no <c>--max-ram</c>, for a word of its own differs.
/// </summary>
internal static class Suggestions
{
    /// <summary>The first of the nearest names; null: none is near.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="known">What there is.</param>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        string[] written = Words(name);
        return known.Where(candidate => Cost(written, Words(candidate)) is not null)
            .MinBy(candidate => Cost(written, Words(candidate)));
    }

    private static string[] Words(string name) => name.ToLowerInvariant().Split(['-', '_'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>How far a name is from what was written; null: it is another word, or several.</summary>
    private static int? Cost(string[] written, string[] known)
    {
        // What the two have in common, in order; the rest was left out or added.
        var (fewer, more) = written.Length <= known.Length ? (written, known) : (known, written);
        int cost = 0;
        int next = 0;
        foreach (string word in fewer)
        {
            int? nearest = null;
            while (next < more.Length && nearest is null)
                nearest = Distance(word, more[next++]);
            if (nearest is not { } distance)
                return null;
            cost += distance;
        }
        return fewer.Length == 0 ? null : cost + more.Length - fewer.Length;
    }

    /// <summary>0: the same word; 1: the start of it; else the letters that differ, if these are few; null: another word.</summary>
    private static int? Distance(string one, string other)
    {
        if (one == other)
            return 0;
        if (Math.Min(one.Length, other.Length) >= 3
            && (one.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(one, StringComparison.Ordinal)))
        {
            return 1;
        }
        int letters = Letters(one, other);
        return letters <= Math.Max(one.Length, other.Length) / 4 + (one.Length > 3 ? 1 : 0) ? 2 + letters : null;
    }

    /// <summary>Letters to insert, remove or replace to make one word of the other (Levenshtein); two that are swapped count once.</summary>
    private static int Letters(string from, string to)
    {
        int[,] table = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
        {
            for (int j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }
                int replaced = table[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                int best = Math.Min(replaced, 1 + Math.Min(table[i - 1, j], table[i, j - 1]));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    best = Math.Min(best, table[i - 2, j - 2] + 1);
                table[i, j] = best;
            }
        }
        return table[from.Length, to.Length];
    }
}
