namespace TabFormat.Binary;

/// <summary>Rounding of sizes and addresses.</summary>
public static class Alignment
{
    /// <summary>The next multiple of <paramref name="multiple"/> that is not below <paramref name="value"/>.</summary>
    /// <exception cref="OverflowException">There is none in 64 bits.</exception>
    public static ulong RoundUp(ulong value, ulong multiple) => checked(value + ((multiple - (value % multiple)) % multiple));
}
