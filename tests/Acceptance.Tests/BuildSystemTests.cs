using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>The command lines of libtock-c's and libtock-rs's builds.</summary>
public sealed class BuildSystemTests : IDisposable
{
    private const string Fixed = "rv32imac.0x20040080.0x80002800";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void The_second_word_of_the_version_is_new_enough_for_libtock_c()
    {
        string[] words = _workspace.Convert("--version").Out.TrimEnd('\n').Split(' ');

        Assert.Equal("elf2tab", words[0]);
        Assert.True(Version.Parse(words[1]) >= new Version(0, 13, 0), words[1]);
    }

    [Theory]
    [InlineData("--minimum-footer-size", "3000")]
    [InlineData("--minimum-footer-size", "3000", "-v")]
    public void Libtock_c_gets_a_TAB_of_all_its_architectures(params string[] last)
    {
        const string Options = "-n pointers --stack 2048 --app-heap 1024 --kernel-heap 1024 --kernel-major 2 --kernel-minor 1";
        string[] architectures = ["cortex-m0", "cortex-m3", "cortex-m4", "cortex-m7", Fixed];
        foreach (string architecture in architectures)
            _workspace.With($"elf/pointers.{architecture}.elf", Elf(architecture));

        _workspace.Convert([.. Options.Split(' '), .. last, "-o", "build/pointers.tab", .. architectures.Select(Elf)]);

        var tab = Tab.Open(_workspace["build/pointers.tab"]);
        Assert.Equal(["metadata.toml", .. architectures.Select(architecture => $"{architecture}.tbf")], tab.Names);
        Assert.Equal("minimum-tock-kernel-version = \"2.1\"", tab.MetadataLines[2]);
        foreach (string architecture in architectures)
        {
            byte[] tbf = tab[$"{architecture}.tbf"];
            Bytes.Equal(tbf, _workspace.Read($"build/{architecture}/{architecture}.tbf"), architecture);
            if (architecture != Fixed)
                Bytes.Equal(TestData.Read($"cases/libtock-c-defaults/pointers.{architecture}.tbf"), tbf, architecture);
        }

        static string Elf(string architecture) => $"build/{architecture}/{architecture}.elf";
    }

    [Theory]
    [InlineData("blink.elf")]
    [InlineData("blink")]
    [InlineData("blink", "-v")]
    public void Libtock_rs_gets_a_TBF_beside_the_file_that_cargo_builds(string file, params string[] verbose)
    {
        const string Directory = "target/thumbv7em-none-eabi/release/examples";
        _workspace.With("elf/blink.cortex-m4.elf", $"{Directory}/{file}");
        string elf = _workspace[$"{Directory}/{file}"];
        string stem = _workspace[$"{Directory}/blink"];

        string[] kernel = ["--kernel-major", "2", "--kernel-minor", "0"];
        _workspace.Convert([.. kernel, "-n", file, "-o", $"{stem}.tab", "--stack", "2048", .. verbose, $"{elf},cortex-m4"]);

        var tab = Tab.Open($"{stem}.tab");
        Assert.Equal(["metadata.toml", "cortex-m4.tbf"], tab.Names);
        Bytes.Equal(tab["cortex-m4.tbf"], File.ReadAllBytes($"{stem}.tbf"));
        Assert.Equal(file, _workspace.ReadTbf($"{Directory}/blink.tbf").PackageName);
    }
}
