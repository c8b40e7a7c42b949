using System.Globalization;
using System.Text;
using Tests.Shared;

namespace Elf2Tab.Tests.Diagnostics;

public sealed class CatalogueTests
{
    private static readonly (int First, string Title, string Sentence)[] Ranges =
    [
        (0, "The command line", "The command line was not understood; the exit status is 2 and nothing was touched."),
        (100, "Files", "The operating system refused to read or write a file."),
        (200, "The ELF file", "The input is damaged, or no ELF file of a kind that can be converted."),
        (300, "The conversion", "The ELF file was read, and what it says makes no app, or perhaps not the one that was meant."),
        (400, "Keys", "A private key cannot be used to sign."),
        (500, "Rules for TBFs and TABs", "What `verify`, `inspect` and `sign` find wrong with a finished TBF or TAB."),
        (600, "Boards and files of flash", "What a board, its kernel or a file of flash asks of apps, and they do not fit."),
        (900, "Faults of the program", "The program found a fault of its own before it wrote anything."),
    ];

    [Fact]
    public void Codes_are_unique() => Assert.Distinct(Kinds.All.Select(kind => kind.Code));

    [Fact]
    public void Kinds_are_found_in_every_range() =>
        Assert.Equal(
            Ranges.Select(range => range.First / 100),
            Kinds.All.Select(kind => kind.Number / 100).Distinct());

    [Fact]
    public void All_kinds_are_explained() =>
        Assert.All(Kinds.All, kind =>
        {
            Assert.NotEmpty(kind.Title);
            Assert.EndsWith(".", kind.Explanation, StringComparison.Ordinal);
            Assert.NotEmpty(kind.Hint);
            Assert.Matches("^E2T[0-9]{4}$", kind.Code);
        });

    [Fact]
    public void The_documentation_lists_all_kinds()
    {
        var text = new StringBuilder("# Diagnostics\n\nEvery cause has a code of its own, which never means anything else.\n");
        foreach (var kinds in Kinds.All.GroupBy(kind => Ranges.Last(range => kind.Number >= range.First)))
        {
            var (first, title, sentence) = kinds.Key;
            text.Append(CultureInfo.InvariantCulture, $"\n## {title} (E2T{first / 100:00}xx)\n\n{sentence}\n");
            foreach (var kind in kinds)
            {
                string severity = kind.Severity.ToString().ToLowerInvariant();
                text.Append(CultureInfo.InvariantCulture, $"\n### {kind.Code} {kind.Title} ({severity})\n");
                text.Append(CultureInfo.InvariantCulture, $"\n{kind.Explanation}\n\nHint: {kind.Hint}.\n");
            }
        }

        Golden.Matches("docs/diagnostics.md", text.ToString());
    }
}
