using Elf2Tab.Diagnostics;
using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>Which files are written, and that nothing is ever half done.</summary>
public sealed class OutputTests : IDisposable
{
    private const string Blink = "elf/blink.cortex-m4.elf";
    private const string Pointers = "elf/pointers.cortex-m4.elf";

    private readonly Workspace _workspace = new();

    public static TheoryData<string, byte[]?> BadFiles
    {
        get
        {
            byte[] elf = TestData.Read(Blink);
            return new()
            {
                { Catalogue.NotFound.Code, null },
                { Catalogue.Empty.Code, [] },
                { Catalogue.NotElf.Code, "int main(void);\n"u8.ToArray() },
                { Catalogue.Truncated.Code, elf[..40] },
                { Catalogue.TableOutsideFile.Code, elf[..(elf.Length / 2)] },
            };
        }
    }

    public static TheoryData<string, string[]> Clashes => new()
    {
        { Catalogue.CannotWrite.Code, ["-o", "missing/app.tab", "blink.elf"] },
        { Catalogue.OutputIsDirectory.Code, ["-o", "directory", "blink.elf"] },
        { Catalogue.OutputIsDirectory.Code, ["-o", "app.tab", "blink.elf", "taken.elf"] },
        { Catalogue.OutputIsInput.Code, ["-o", "blink.elf", "blink.elf"] },
        { Catalogue.OutputIsInput.Code, ["-o", "directory/../blink.elf", "blink.elf"] },
        { Catalogue.OutputIsInput.Code, ["-o", "link", "blink.elf"] },
        { Catalogue.OutputIsInput.Code, ["-o", "app.tab", "app.tbf"] },
        { Catalogue.OutputIsInput.Code, ["-o", "key.der", "--rsa4096-private", "key.der", "blink.elf"] },
        { Catalogue.DuplicateOutput.Code, ["-o", "blink", "--depfile", "blink", "blink.elf"] },
        { Catalogue.DuplicateOutput.Code, ["-o", "app.tab", "blink.elf,cortex-m4", "blink.out,cortex-m7"] },
        { Catalogue.DuplicateArchitecture.Code, ["-o", "app.tab", "blink.elf,cortex-m4", "taken.elf,cortex-m4"] },
    };

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void When_one_of_two_files_is_bad_no_output_is_made_or_changed(string code, byte[]? bad)
    {
        _workspace.With(Blink, "a.elf").With("earlier"u8.ToArray(), "a.tbf").With("earlier"u8.ToArray(), "app.tab");
        if (bad is not null)
            _workspace.With(bad, "b.elf");

        _workspace.Refuses(code, "--deterministic", "-o", "app.tab", "a.elf", "b.elf");
        _workspace.Refuses(code, "--deterministic", "-o", "new.tab", "b.elf", "a.elf");
    }

    [Theory]
    [MemberData(nameof(Clashes))]
    public void Outputs_that_cannot_be_or_would_replace_something_else_are_refused(string code, string[] arguments)
    {
        foreach (string name in (string[])["blink.elf", "blink.out", "app.tbf", "taken.elf", "key.der"])
            _workspace.With(Blink, name);
        Directory.CreateDirectory(_workspace["directory"]);
        Directory.CreateDirectory(_workspace["taken.tbf"]);
        File.CreateSymbolicLink(_workspace["link"], "blink.elf");

        _workspace.Refuses(code, arguments);
    }

    [Fact]
    public void Only_the_outputs_are_left_behind()
    {
        _workspace.With(Blink, "sub/a.b.elf").With(Pointers, "c").Convert("--deterministic", "sub/a.b.elf", "c");

        Assert.Equal(["TockApp.tab", "c", "c.tbf", "sub"], _workspace.NamesIn("."));
        Assert.Equal(["a.b.elf", "a.b.tbf"], _workspace.NamesIn("sub"));
    }

    [Fact]
    public void Earlier_outputs_are_replaced_whole()
    {
        byte[] earlier = new byte[100_000];
        _workspace.With(Blink).With(earlier, "blink.cortex-m4.tbf").With(earlier, "app.tab");

        _workspace.Convert("-n", "blink", "--deterministic", "-o", "app.tab", "blink.cortex-m4.elf");

        foreach (string file in (string[])["blink.cortex-m4.tbf", "app.tab"])
            Bytes.Equal(TestData.Read($"cases/blink-m4/{file}"), _workspace.Read(file), file);
    }

    [Fact]
    public void One_file_can_stand_for_two_architectures()
    {
        _workspace.With(Blink, "app.elf").Convert("--deterministic", "-o", "app.tab", "app.elf,cortex-m4", "app.elf,cortex-m7");

        var tab = Tab.Open(_workspace["app.tab"]);
        Assert.Equal(["app.elf", "app.tab", "app.tbf"], _workspace.NamesIn("."));
        Assert.Equal(["metadata.toml", "cortex-m4.tbf", "cortex-m7.tbf"], tab.Names);
        Bytes.Equal(_workspace.Read("app.tbf"), tab["cortex-m4.tbf"]);
        Bytes.Equal(_workspace.Read("app.tbf"), tab["cortex-m7.tbf"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Links_in_place_of_outputs_stay_and_what_they_lead_to_is_written(bool exists)
    {
        _workspace.With(Blink);
        Directory.CreateDirectory(_workspace["store"]);
        foreach (string file in (string[])["blink.cortex-m4.tbf", "app.tab"])
        {
            File.CreateSymbolicLink(_workspace[file], $"store/{file}");
            if (exists)
                _workspace.With("earlier"u8.ToArray(), $"store/{file}");
        }

        _workspace.Convert("-n", "blink", "--deterministic", "-o", "app.tab", "blink.cortex-m4.elf");

        foreach (string file in (string[])["blink.cortex-m4.tbf", "app.tab"])
        {
            Assert.Equal($"store/{file}", new FileInfo(_workspace[file]).LinkTarget);
            Bytes.Equal(TestData.Read($"cases/blink-m4/{file}"), _workspace.Read($"store/{file}"), file);
        }
        Assert.Equal(["app.tab", "blink.cortex-m4.tbf"], _workspace.NamesIn("store"));
    }

    [Fact]
    public void Tar_lists_and_unpacks_a_TAB()
    {
        Tool.Require("tar");
        _workspace.With(Blink, "b.elf").With(Pointers, "p.elf");
        _workspace.Convert("-n", "p", "--deterministic", "-o", "app.tab", "b.elf,m0", "p.elf,m4");

        var listed = Tool.Run("tar", _workspace.Path, "tvf", "app.tab");
        var unpacked = Tool.Run("tar", _workspace.Path, "xf", "app.tab");

        Assert.Equal((0, ""), (listed.ExitCode, listed.Error));
        Assert.Equal(["metadata.toml", "m0.tbf", "m4.tbf"], listed.Out.TrimEnd().Split('\n').Select(line => line.Split(' ')[^1]));
        Assert.Equal((0, ""), (unpacked.ExitCode, unpacked.Error));
        Assert.Equal("tab-version = 1\nname = \"p\"\n"u8, _workspace.Read("metadata.toml"));
        Bytes.Equal(_workspace.Read("b.tbf"), _workspace.Read("m0.tbf"));
        Bytes.Equal(_workspace.Read("p.tbf"), _workspace.Read("m4.tbf"));
    }
}
