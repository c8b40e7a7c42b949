using CsCheck;

namespace TabFormat.Tests;

internal static class Texts
{
    /// <summary>Any text, half of it the characters that formats escape: ASCII and control characters.</summary>
    public static readonly Gen<string> Any = Gen.OneOf(
        Gen.Int[0, 0x9F], Gen.OneOf(Gen.Int[0xA0, 0xD7FF], Gen.Int[0xE000, 0x10FFFF]))
        .Select(char.ConvertFromUtf32).Array[0, 30].Select(string.Concat);
}
