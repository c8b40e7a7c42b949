using System.Text;
using Tests.Shared;

namespace Elf2Tab.Tests.Commands;

/// <summary>
/// Many command lines, with their exit statuses and the starts of their answers: what people type, rightly and wrongly. The lines stand in
/// <c>testdata/command-lines.txt</c>, a line each; <c>#</c> begins a remark. All run in the same directory, one after another.
/// </summary>
public sealed class CommandLineTableTests
{
    [Fact]
    public void Command_lines_are_answered_as_they_were()
    {
        using var bench = new Bench().WithData("elf/blink.cortex-m4.elf", "app.elf").WithData("elf/pie-rel.rv32imac.elf", "ram.elf")
            .With("apps.toml", "[apps.one]\ninputs = [\"app.elf\"]\nkernel-major = 2\n[apps.two]\ninputs = [\"ram.elf\"]\nkernel-major = 2\n"u8.ToArray())
            .With("out/x", []).Convert();
        var answers = new StringBuilder();
        string[] lines = [.. Encoding.UTF8.GetString(TestData.Read("command-lines.txt")).Split('\n').Where(line => line is not ("" or ['#', ..]))];
        foreach (string line in lines)
        {
            var printed = bench.Run(line);
            string answer = (printed.Error + printed.Out).Split('\n')[0].Replace(bench[""].TrimEnd('/'), "~", StringComparison.Ordinal);
            if (answer.StartsWith("elf2tab 1.", StringComparison.Ordinal))
                answer = answer.Split(" (commit ")[0]; // of a program that is no release
            answers.Append(null, $"{line}\n  {printed.Status} {(answer.Length > 100 ? answer[..100] : answer)}\n");
        }

        Assert.InRange(lines.Length, 150, 400);
        Golden.Matches("testdata/golden/command-lines.txt", answers.ToString());
    }
}
