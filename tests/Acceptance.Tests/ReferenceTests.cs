using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>What upstream makes of the sample apps.</summary>
public sealed class ReferenceTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var (name, arguments) in TestData.Rows("cases.tsv"))
                cases.Add(name, arguments);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_same_arguments_and_files_give_the_same_bytes(string name, string arguments)
    {
        using var workspace = new Workspace().WithAllElfs();
        string[] inputs = workspace.Names;
        string[] expected = [.. Directory.EnumerateFiles(TestData.PathOf($"cases/{name}")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

        workspace.Convert([.. arguments.Split(' '), "--deterministic", "-o", "app.tab"]);

        Assert.Equal(expected, workspace.Names.Except(inputs));
        foreach (string file in expected)
            Bytes.Equal(TestData.Read($"cases/{name}/{file}"), workspace.Read(file), file);
    }
}
