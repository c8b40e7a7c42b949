using Elf2Tab.Diagnostics;
using TabFormat.Reading;

namespace Elf2Tab.Tests.Diagnostics;

public sealed class DiagnosticSinkTests
{
    private readonly DiagnosticSink _sink = new("app.tab");

    private IEnumerable<(string? File, string Message)> Found => _sink.Diagnostics.Select(found => (found.FileAndLine, found.Message));

    [Fact]
    public void A_diagnostic_knows_its_member_and_its_place_there()
    {
        _sink.In("cortex-m4.tbf").Report([new TbfFinding(TbfRule.Checksum, 12, "it is wrong")]);
        _sink.Report([new TabFinding(TabRule.MemberType, "link", "a link"), new TabFinding(TabRule.Archive, null, "cut off")]);
        _sink.Report(Catalogue.ManifestInvalid, "no such key", place: Place.AtLine(3));

        Assert.Equal(
            [("cortex-m4.tbf", Place.AtOffset(12)), ("link", null), (null, null), (null, Place.AtLine(3))],
            _sink.Diagnostics.Select(found => (found.Member, found.Place)));
        Assert.Equal(
            [
                ("app.tab", "cortex-m4.tbf: at 0xc: it is wrong"), ("app.tab", "link: a link"), ("app.tab", "cut off"),
                ("app.tab:3", "no such key"),
            ],
            Found);
    }

    [Fact]
    public void What_is_about_a_member_counts_for_the_file()
    {
        _sink.In("cortex-m4.tbf").Report(Catalogue.NotEnabled, "it is not");

        Assert.True(_sink.HasErrors);
        Assert.Throws<InputException>(_sink.In("cortex-m0.tbf").StopOnErrors);
    }

    [Fact]
    public void What_is_about_another_file_comes_when_the_work_on_it_ends_or_fails()
    {
        Assert.Throws<InputException>(() => _sink.About("other", other =>
        {
            other.Report(Catalogue.NotEnabled, "second");
            _sink.Report(Catalogue.NotEnabled, "first");
            other.StopOnErrors();
        }));

        Assert.Equal([("app.tab", "first"), ("other", "second")], Found);
    }
}
