using System.Text;

namespace Fuzz.Tests.Mutation;

/// <summary>Changes TOML texts.</summary>
internal static class TextMutator
{
    private const int LargestText = 80_000;

    private static readonly string[] Pieces =
    [
        "[", "]", "[[", "]]", "{", "}", "{a=", "a.", "\"", "'", "\"\"\"", "'''", "\\", "\\u0000", "\\UFFFFFFFF", "\\ud800", "=",
        ",", ".", "#", "\n", "\r", "\r\n", "\0", "\t", "\uFEFF", "name", "tab-version", "build-date", "name = \"a\"\n", "a = 1\n",
        "[a]\n", "[[a]]\n",
        "tab-version = 0x1\n", "1979-05-27T07:32:00.999999999-23:59", "99999-13-32", "1e999999999", "-nan", "inf", "99999999999999999999",
        "[apps.a]\n", "apps.", "[defaults]\n", "inputs = [", "stack = ", "permissions", "*", "**/", "0b1", "0o7", "1_",
        "true", "[1, [2, {a = []}]]",
    ];

    public static byte[] Mutate(Random random, byte[] text, byte[] other)
    {
        byte[] changed = [.. text];
        for (int count = random.Next(1, 5); count > 0; count--)
            changed = Change(random, changed, other);
        return changed.Length <= LargestText ? changed : changed[..LargestText];
    }

    private static byte[] Change(Random random, byte[] text, byte[] other)
    {
        int start = random.Next(text.Length + 1);
        int end = random.Next(start, Math.Min(text.Length, start + 40) + 1);
        byte[] piece = Encoding.UTF8.GetBytes(StructureMutator.Pick(random, Pieces));
        switch (random.Next(7))
        {
            case < 2:
                return [.. text[..start], .. piece, .. text[start..]];
            case 2: // the same again and again: depth, length, number
                int count = 1 << random.Next(1, 15);
                var repeated = Enumerable.Repeat(piece, count).SelectMany(bytes => bytes).Take(LargestText);
                return [.. text[..start], .. repeated, .. text[start..]];
            case 3:
                return [.. text[..start], .. text[end..]];
            case 4:
                return [.. text[..start], .. text[start..end], .. text[start..]];
            case 5:
                return [.. text[..start], .. piece, .. text[end..]];
            default:
                return StructureMutator.MutateBytes(random, text, other);
        }
    }
}
