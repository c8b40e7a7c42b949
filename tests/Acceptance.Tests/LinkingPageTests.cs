using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>The linker scripts and commands of docs/linking.md, tried as a reader would.</summary>
public sealed class LinkingPageTests : IDisposable
{
    private readonly TemporaryDirectory _samples = new();

    public LinkingPageTests()
    {
        foreach (string sample in (string[])["flash", "make", "ram"])
            TestData.CopySample(sample, _samples[sample]);
    }

    public static TheoryData<string> Commands => [.. Page.Blocks("linking.md", "sh")];

    public void Dispose() => _samples.Dispose();

    [Fact]
    public void Scripts_of_the_page_are_those_of_the_samples()
    {
        string[] scripts = ["flash/pic.ld", "flash/fixed.ld", "make/app.ld", "ram/app.ld"];
        Assert.Equal(scripts.Select(script => File.ReadAllText(_samples[script])), Page.Blocks("linking.md", "ld"));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Commands_of_the_page_make_an_app_without_a_warning(string commands)
    {
        string compiler = commands.Split(' ')[0];
        if (compiler == "clang")
        {
            foreach (string tool in (string[])["sh", "clang", "ld.lld"])
                Tool.Require(tool);
        }
        else
        {
            // Cross compilers are large: whoever has none may still run all other tests.
            Assert.SkipUnless(Tool.IsInstalled(compiler), $"{compiler} is not installed");
        }

        var result = ElfToTab.RunCommands(_samples["flash"], commands);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Empty(Workspace.Codes(result));
        string elf = commands.TrimEnd().Split(' ')[^1];
        var check = ElfToTab.Run(
            _samples["flash"], "verify", "--kernel", "2.1", "--elf", elf, Path.ChangeExtension(elf, "tbf"));
        Assert.True(check.ExitCode == 0, check.Error);
    }
}
