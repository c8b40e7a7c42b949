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
        string[] inputs = workspace.NamesIn(".");
        string[] expected = workspace.NamesIn(TestData.PathOf($"cases/{name}"));

        workspace.Convert([.. arguments.Split(' '), "--deterministic", "-o", "app.tab"]);

        Assert.Equal(expected, workspace.NamesIn(".").Except(inputs));
        foreach (string file in expected)
            Bytes.Equal(TestData.Read($"cases/{name}/{file}"), workspace.Read(file), file);
    }
}
