namespace Tests.Shared;

/// <summary>Files of the repository that tests use.</summary>
internal static class TestData
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(string relative) => Path.Combine(Root, "testdata", relative);

    public static byte[] Read(string relative) => File.ReadAllBytes(PathOf(relative));

    /// <summary>Copies a directory of <c>samples</c>, without what was built there.</summary>
    public static void CopySample(string name, string directory)
    {
        string sample = Path.Combine(Root, "samples", name);
        foreach (string file in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(sample, file);
            if (relative.Split(Path.DirectorySeparatorChar)[0] is "build" or "target")
                continue;
            string copy = Path.Combine(directory, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>Rows of a table: the first word, then the rest; comments and empty lines are left out.</summary>
    public static IEnumerable<(string Name, string Text)> Rows(string relative)
    {
        foreach (string line in File.ReadLines(PathOf(relative)))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            int tab = line.IndexOf('\t', StringComparison.Ordinal);
            yield return (line[..tab].Trim(), line[(tab + 1)..].Trim());
        }
    }

    private static string FindRoot()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "Elf2Tab.slnx")))
            directory = Path.GetDirectoryName(directory);
        return directory ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
