using Elf2Tab.Reports;

namespace Elf2Tab.Tests.Reports;

public sealed class ReportJsonTests
{
    [Fact]
    public void Strings_hold_nothing_that_steers_a_terminal()
    {
        const string Name = "\e\b\u007f\u009b\u200E\u200F\u2028\u2029\u202E\u2066\u2069\uFFFE\uD800";

        string json = ReportReader.Text(new DiffReport(1, Name, "b", []).Print);

        Assert.Contains(
            @"""\u001B\b\u007F\u009B\u200E\u200F\u2028\u2029\u202E\u2066\u2069\uFFFE\uFFFD""", json, StringComparison.Ordinal);
        Assert.DoesNotContain(json, character => !char.IsAscii(character) || (char.IsControl(character) && character != '\n'));
    }
}
