using System.Security.Cryptography;
using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>samples/cmake, of which both generators make again what has changed and nothing else.</summary>
public sealed class CMakeSampleTests : IDisposable
{
    private const string Tab = "build/hello/hello.tab";

    private static readonly string[] Outputs = [Tab, "build/hello/cortex-m4.tbf", "build/hello/rv32imac.tbf"];

    private readonly Workspace _workspace = new();

    public CMakeSampleTests()
    {
        foreach (string tool in (string[])["cmake", "ninja", "make", "clang", "ld.lld"])
            Tool.Require(tool);
        TestData.CopySample("cmake", _workspace["cmake"]);
        TestData.CopySample("make", _workspace["make"]);
        File.WriteAllText(_workspace["rsa.pem"], PemEncoding.WriteString("PRIVATE KEY", TestData.Read("keys/rsa4096.der")));
        // Notes what is run.
        File.WriteAllText(_workspace["log.sh"], $"echo run >>'{_workspace["log"]}'; exec \"$@\"");
    }

    public static TheoryData<string> Generators => ["Ninja", "Unix Makefiles"];

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [MemberData(nameof(Generators))]
    public void One_run_of_the_program_makes_a_TAB_for_both_processors(string generator)
    {
        Configure("-G", generator);
        Assert.Equal(1, Build());

        _workspace.Convert("verify", "--kernel", "2.1", Tab);
        Assert.Equal(["metadata.toml", "cortex-m4.tbf", "rv32imac.tbf"], Acceptance.Tests.Tab.Open(_workspace[Tab]).Names);
        Assert.All(Outputs, output => Assert.True(File.Exists(_workspace[output]), output));
        Assert.Equal(0, Build());
    }

    [Theory]
    [MemberData(nameof(Generators))]
    public void What_depends_on_a_changed_file_is_made_again(string generator)
    {
        Configure("-G", generator);
        Build();
        byte[] unsigned = _workspace.Read(Tab);
        Configure($"-DKEY={_workspace["rsa.pem"]}");
        Assert.Equal(1, Build());
        Assert.NotEqual(unsigned, _workspace.Read(Tab));

        foreach (string changed in (string[])["rsa.pem", "make/hello.c", "make/tock.h", "make/app.ld", "build/hello/rv32imac.elf"])
        {
            foreach (string file in Directory.EnumerateFiles(_workspace.Path, "*", SearchOption.AllDirectories))
                File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddHours(-1));
            // Ninja remembers when it ran.
            File.SetLastWriteTimeUtc(_workspace[changed], DateTime.UtcNow);
            Assert.True(Build() == 1, changed);
            Assert.True(Build() == 0, changed);
        }
    }

    [Theory]
    [MemberData(nameof(Generators))]
    public void Outputs_that_are_gone_are_made_again(string generator)
    {
        Configure("-G", generator);
        Build();
        foreach (string output in Outputs)
        {
            byte[] before = _workspace.Read(output);
            File.Delete(_workspace[output]);
            Assert.Equal(1, Build());
            Assert.Equal(before, _workspace.Read(output));
        }
    }

    private void Configure(params string[] arguments) =>
        Run(["-S", "cmake", "-B", "build", $"-DELF2TAB:STRING=sh;{_workspace["log.sh"]};{ElfToTab.Program}", .. arguments]);

    /// <summary>Builds what has changed.</summary>
    /// <returns>How often the program was run.</returns>
    private int Build()
    {
        File.WriteAllText(_workspace["log"], "");
        Run("--build", "build");
        return File.ReadLines(_workspace["log"]).Count();
    }

    private void Run(params ReadOnlySpan<string> arguments)
    {
        var result = Tool.Run("cmake", _workspace.Path, [("MAKEFLAGS", null)], [.. arguments]);
        Assert.True(result.ExitCode == 0, result.Error + result.Out);
    }
}
