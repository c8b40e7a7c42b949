using Tests.Shared;

namespace TabFormat.Tests;

public sealed class ReadmeTests
{
    private const string Indentation = "        ";

    [Fact]
    public void The_sample_of_the_readme_is_the_one_that_is_compiled()
    {
        string readme = File.ReadAllText(Path.Combine(TestData.Root, "src/TabFormat/README.md"));
        string sample = readme.Split("```csharp\n")[1].Split("```")[0];
        string indented = string.Concat(sample.TrimEnd().Split('\n').Select(line => (line == "" ? "" : Indentation + line) + "\n"));

        Assert.Contains(
            $"    {{\n{indented}    }}\n", File.ReadAllText(Path.Combine(TestData.Root, "tests/TabFormat.Tests/ReadmeSample.cs")));
    }

    [Fact]
    public void The_sample_prints_what_it_has_made_and_read()
    {
        var console = Console.Out;
        using var output = new StringWriter { NewLine = "\n" };
        try
        {
            Console.SetOut(output);
            ReadmeSample.Run();
        }
        finally
        {
            Console.SetOut(console);
        }

        Assert.Equal("cortex-m4.tbf: blink, 512 bytes, 0 findings\nblink the LED, 140 bytes\n", output.ToString());
    }
}
