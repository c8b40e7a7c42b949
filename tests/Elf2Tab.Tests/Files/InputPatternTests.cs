using Elf2Tab.Building;
using Elf2Tab.Diagnostics;
using Tests.Shared;

namespace Elf2Tab.Tests.Files;

public sealed class InputPatternTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public InputPatternTests()
    {
        string[] names = ["b.elf", "a.elf", "B.elf", "a.ELF", "c.out", "x,y.elf", "sub/d.elf", "sub/deep/e.elf", "sub/[f].elf"];
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_directory[name])!);
            File.WriteAllBytes(_directory[name], []);
        }
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("*.elf", "B.elf", "a.elf", "b.elf", "x,y.elf")]
    [InlineData("a.*", "a.ELF", "a.elf")]
    [InlineData("*/d.elf", "sub/d.elf")]
    [InlineData("**/*.elf", "B.elf", "a.elf", "b.elf", "sub/[f].elf", "sub/d.elf", "sub/deep/e.elf", "x,y.elf")]
    [InlineData("sub/../c*", "sub/../c.out")]
    [InlineData("su*/deep/*", "sub/deep/e.elf")]
    public void Files_that_match_are_found_in_ordinal_order_and_case_counts(string pattern, params string[] names) =>
        Assert.Equal(names.Select(name => _directory[name]), Find(_directory[pattern]).With().Select(input => input.Path));

    [Fact]
    public void The_architecture_is_what_the_name_says() =>
        Assert.Equal(["B", "a", "b", "x,y"], Find(_directory["*.elf"]).With().Select(input => input.Architecture));

    [Fact]
    public void A_file_of_that_name_is_that_file()
    {
        File.WriteAllBytes(_directory["*.elf"], []);

        Assert.Equal(_directory["*.elf"], Assert.Single(Find(_directory["*.elf"]).With()).Path);
        Assert.Equal("m4", Assert.Single(Find(_directory["*.elf"] + ",m4").With()).Architecture);
    }

    [Theory]
    [InlineData("*.axf")]
    [InlineData("*.Elf")]
    [InlineData("none/*.elf")]
    [InlineData("sub/*/*.out")]
    public void No_match_is_an_error(string pattern) => Find(_directory[pattern]).IsRefusedFor(Catalogue.NotFound);

    [Theory]
    [InlineData("*/../none.elf")]
    [InlineData("\0/*.elf")]
    public void A_pattern_that_makes_no_sense_is_an_error(string pattern) => Find(_directory[pattern]).IsRefusedFor(Catalogue.CannotRead);

    [Fact]
    public void Links_to_directories_are_not_followed()
    {
        Directory.CreateSymbolicLink(_directory["sub/back"], _directory["sub"]);
        Directory.CreateSymbolicLink(_directory["sub/again"], _directory["sub"]);

        Assert.Equal([_directory["sub/deep/e.elf"]], Find(_directory["sub/**/e.elf"]).With().Select(input => input.Path));
        Assert.Equal([_directory["sub/back/d.elf"]], Find(_directory["sub/back/d*"]).With().Select(input => input.Path));
    }

    [Fact]
    public void Links_to_files_are_files()
    {
        File.CreateSymbolicLink(_directory["sub/link.elf"], _directory["a.elf"]);
        File.CreateSymbolicLink(_directory["sub/lost.elf"], _directory["none"]);

        Assert.Equal([_directory["sub/link.elf"], _directory["sub/lost.elf"]], Find(_directory["sub/l*"]).With().Select(input => input.Path));
    }

    [Fact]
    public void An_architecture_is_not_for_several_files() =>
        Find(_directory["*.elf,m4"]).IsRefusedFor(Catalogue.PatternWithArchitecture);

    private static Outcome<List<ConvertInput>> Find(string argument) =>
        Outcome.Of(diagnostics => ConvertInput.Find(argument, diagnostics).ToList());
}
