using System.Text;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;

namespace Elf2Tab.Tests.Files;

public sealed class MakeRuleTests
{
    [Fact]
    public void One_rule_says_that_all_outputs_depend_on_all_inputs() =>
        Assert.Equal("a.tbf b.tbf app.tab: \\\n  a.elf \\\n  b.elf\n", Rule(["a.tbf", "b.tbf", "app.tab"], ["a.elf", "b.elf"]));

    [Theory]
    [InlineData("my app.elf", @"my\ app.elf")]
    [InlineData("a$b.elf", "a$$b.elf")]
    [InlineData("#1.elf", @"\#1.elf")]
    [InlineData("c:app.elf", @"c\:app.elf")]
    [InlineData(@"a\b.elf", @"a\b.elf")]
    [InlineData(@"a\ b.elf", @"a\\\ b.elf")]
    [InlineData(@"a\\#.elf", @"a\\\\\#.elf")]
    [InlineData("100%.elf", "100%.elf")]
    [InlineData(@"a\%.elf", @"a\%.elf")]
    [InlineData("a&", "a&")]
    [InlineData("a~", "a~")]
    [InlineData(".elf", ".elf")]
    [InlineData("./.elf", "./.elf")]
    public void What_make_would_read_otherwise_is_escaped(string name, string escaped) =>
        Assert.Equal($"x.tab: \\\n  {escaped}\n", Rule(["x.tab"], [name]));

    [Theory]
    [InlineData("100%.tab", @"100\%.tab")]
    [InlineData("a%b%.tab", @"a\%b\%.tab")]
    [InlineData(@"a\%.tab", @"a\\\%.tab")]
    [InlineData(@"a\\%.tab", @"a\\\\\%.tab")]
    public void A_percent_sign_in_an_output_makes_no_pattern_of_the_rule(string name, string escaped) =>
        Assert.Equal($"{escaped}: \\\n  100%.elf\n", Rule([name], ["100%.elf"]));

    [Fact]
    public void An_ampersand_at_the_end_of_the_outputs_makes_no_group_of_them() =>
        Assert.Equal("a& b& : \\\n  a.elf\n", Rule(["a&", "b&"], ["a.elf"]));

    [Theory]
    [InlineData("a\nb.elf")]
    [InlineData("a\tb.elf")]
    [InlineData("a=b.elf")]
    [InlineData("a;b.elf")]
    [InlineData("a|b.elf")]
    [InlineData("x(1)")]
    [InlineData(@"a\")]
    [InlineData("a ")]
    [InlineData("~a.elf")]
    [InlineData(".//./~/a.elf")]
    [InlineData(".PHONY")]
    [InlineData("./.NOTPARALLEL")]
    [InlineData(".LOW_RESOLUTION_TIME")]
    public void Names_that_no_rule_can_hold_are_refused(string name) =>
        Outcome.Of(diagnostics => MakeRule.Write(["x.tab"], [name], diagnostics)).IsRefusedFor(Catalogue.NameNotInRule);

    private static string Rule(string[] outputs, string[] inputs) =>
        Encoding.UTF8.GetString(MakeRule.Write(outputs, inputs, new DiagnosticSink(null)));
}
