namespace Tests.Shared;

/// <summary>Pages of <c>docs</c>, whose scripts and commands are tried.</summary>
internal static class Page
{
    /// <summary>The fenced blocks in a language, in order, without the fences.</summary>
    public static string[] Blocks(string page, string language) =>
    [
        .. File.ReadAllText(Path.Combine(TestData.Root, "docs", page))
            .Split($"```{language}\n")[1..]
            .Select(rest => rest.Split("```")[0]),
    ];
}
