using Elf2Tab.Building;
using Elf2Tab.Diagnostics;

namespace Elf2Tab.Tests.Building;

public sealed class ConvertInputTests
{
    [Theory]
    [InlineData("app.elf", "app.elf", "app", "app.tbf")]
    [InlineData("app", "app", "app", "app.tbf")]
    [InlineData("app.", "app.", "app", "app.tbf")]
    [InlineData("app.1.2.elf", "app.1.2.elf", "app.1.2", "app.1.2.tbf")]
    [InlineData(".hidden", ".hidden", ".hidden", ".hidden.tbf")]
    [InlineData(".hidden.elf", ".hidden.elf", ".hidden", ".hidden.tbf")]
    [InlineData("dir/app.elf", "dir/app.elf", "app", "dir/app.tbf")]
    [InlineData("/a.b/app", "/a.b/app", "app", "/a.b/app.tbf")]
    [InlineData("./../app.elf", "./../app.elf", "app", "./../app.tbf")]
    [InlineData("app.elf,cortex-m4", "app.elf", "cortex-m4", "app.tbf")]
    [InlineData("app.elf,rv32.0x1.0x2", "app.elf", "rv32.0x1.0x2", "app.tbf")]
    [InlineData("dir/app.elf,x", "dir/app.elf", "x", "dir/app.tbf")]
    [InlineData("a,b.elf,x", "a,b.elf", "x", "a,b.tbf")]
    [InlineData("a,b.elf", "a", "b.elf", "a.tbf")]
    [InlineData("a,b/app.elf", "a,b/app.elf", "app", "a,b/app.tbf")]
    [InlineData("a,b/app.elf,x", "a,b/app.elf", "x", "a,b/app.tbf")]
    public void The_text_behind_the_last_comma_is_the_architecture(string argument, string path, string name, string tbf) =>
        Assert.Equal(new ConvertInput(path, name, tbf), Parse(argument).With());

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("app.elf,")]
    [InlineData("app.elf, cortex-m4")]
    [InlineData("app.elf,a\u001bb")]
    [InlineData(",x")]
    [InlineData("dir/")]
    [InlineData("dir/,x")]
    public void File_and_architecture_must_have_names(string argument) =>
        Parse(argument).IsRefusedFor(Catalogue.NoArchitecture);

    private static Outcome<ConvertInput> Parse(string argument) =>
        Outcome.Of(diagnostics => ConvertInput.Parse(argument, diagnostics));
}
