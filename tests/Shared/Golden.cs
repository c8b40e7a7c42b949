namespace Tests.Shared;

/// <summary>Files that hold what a test expects. With <c>ELF2TAB_UPDATE_GOLDEN=1</c> they are rewritten instead of compared.</summary>
internal static class Golden
{
    private static bool IsUpdate => Environment.GetEnvironmentVariable("ELF2TAB_UPDATE_GOLDEN") == "1";

    /// <param name="relative">Path from the root of the repository.</param>
    /// <param name="actual">What the test has made.</param>
    public static void Matches(string relative, string actual)
    {
        string path = Path.Combine(TestData.Root, relative);
        if (IsUpdate)
            File.WriteAllText(path, actual);
        Assert.True(File.Exists(path), $"{relative} is missing; make it with ELF2TAB_UPDATE_GOLDEN=1");
        Assert.Equal(File.ReadAllText(path), actual);
    }

    /// <param name="relative">Path from the root of the repository.</param>
    /// <param name="actual">What the test has made.</param>
    public static void Matches(string relative, byte[] actual)
    {
        string path = Path.Combine(TestData.Root, relative);
        if (IsUpdate)
            File.WriteAllBytes(path, actual);
        Assert.True(File.Exists(path), $"{relative} is missing; make it with ELF2TAB_UPDATE_GOLDEN=1");
        Bytes.Equal(File.ReadAllBytes(path), actual, relative);
    }
}
