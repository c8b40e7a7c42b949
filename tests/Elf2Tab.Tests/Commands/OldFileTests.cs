using Elf2Tab.Diagnostics;
using TabFormat.Reading;
using TabFormat.Tbf;
using Tests.Shared;
using static Tests.Shared.RawTar;
using static Tests.Shared.RawTbf;

namespace Elf2Tab.Tests.Commands;

/// <summary>What reading commands make of TABs of 2017 to 2019 and of TBFs of other versions.</summary>
public sealed class OldFileTests : IDisposable
{
    private static readonly byte[] App = RawTbf.App(Element(8, U16(2, 0)));
    private static readonly byte[] Toml = Member("metadata.toml", Metadata);

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    /// <summary>The command prints the same as for a TAB with today's names, but for the names and the note.</summary>
    [Theory]
    [InlineData("inspect ~/app.tab")]
    [InlineData("inspect --json ~/app.tab")]
    [InlineData("inspect --map ~/app.tab")]
    [InlineData("size ~/app.tab")]
    [InlineData("size --json ~/app.tab")]
    [InlineData("verify ~/app.tab")]
    [InlineData("verify --machine cortex-m4 --flash-address 0x40000 ~/app.tab")]
    [InlineData("diff ~/app.tab ~/app.tab")]
    [InlineData("image ~/app.tab -o ~/image.bin")]
    [InlineData("image ~/app.tab,cortex-m4 -o ~/image.bin")]
    public void Old_names_of_TBFs_are_as_good_as_those_of_today(string line)
    {
        var today = _bench.With("app.tab", Tar(Toml, Member("cortex-m4.tbf", App))).Run(line);
        var old = _bench.With("app.tab", Tar(Toml, Member("cortex-m4.bin", App))).Run(line);

        Assert.Equal((today.Status, today.Out), (old.Status, old.Out.Replace(".bin", ".tbf", StringComparison.Ordinal)));
        Assert.Equal([Catalogue.OldMemberNames.Code, .. today.Codes], old.Codes);
        Assert.StartsWith(_bench["app.tab"] + ": note E2T0558: taken for TBFs: cortex-m4.bin", old.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TBFs_with_old_names_are_signed_and_keep_them()
    {
        byte[] app = WithFooters(Footer(128, 0, new byte[100]));
        var printed = _bench.With("app.tab", Tar(Toml, Member("a.bin", app), Member("b.bin", app)))
            .Run("sign --sha256 ~/app.tab -o ~/signed.tab");

        Assert.Equal((0, ""), (printed.Status, printed.Out));
        Assert.Equal([Catalogue.OldMemberNames.Code], printed.Codes);
        var signed = TabReader.Read(_bench.Read("signed.tab"));
        Assert.Equal(["metadata.toml", "a.bin", "b.bin"], signed.Members.Select(member => member.Name));
        Assert.All(
            signed.Tbfs, member => Assert.Equal(CredentialFormat.Sha256, TbfReader.Read(member.Bytes).Footers[0].Format));
    }

    /// <summary>As a file, as the only TBF of a TAB, and with an old name, beside a good one.</summary>
    [Theory]
    [InlineData("inspect", 1)]
    [InlineData("inspect --json", 1)]
    [InlineData("inspect --map", 1)]
    [InlineData("size", 1)]
    [InlineData("size --json", 1)]
    [InlineData("size --by symbol", 1)]
    [InlineData("verify", 1)]
    [InlineData("diff ~/app.tab", 2)]
    [InlineData("image -o ~/out", 1)]
    [InlineData("sign --sha256 -o ~/out", 1)]
    public void Another_version_is_one_finding_and_nothing_more_is_said_of_the_TBF(string command, int status)
    {
        _bench.With("app.tab", Archive());
        foreach (var (file, text) in (ReadOnlySpan<(byte[], string)>)
        [
            (Version1, "TBF version 1, of Tock before 1.0"), (Patched(App, 0, 3), "version 3;"), ([.. Enumerable.Repeat((byte)'a', 80)], "version 24929;"),
        ])
        {
            foreach (string name in (string[])["old.tbf", "old.tab", "older.tab"])
            {
                _bench.With("old.tbf", file)
                    .With("old.tab", Tar(Toml, Member("b.tbf", file)))
                    .With("older.tab", Tar(Toml, Member("b.bin", file)));
                var printed = _bench.Run($"{command} ~/{name}");

                string all = printed.Out + printed.Error;
                Assert.Equal(status, printed.Status);
                Assert.Equal(1, all.Split("E2T05").Length - (name == "older.tab" ? 2 : 1));
                Assert.Contains("E2T0501", all, StringComparison.Ordinal);
                Assert.Contains(text, all, StringComparison.Ordinal);
                Assert.All(
                    (string[])["header_size", "total_size", "flag", "checksum:", "executes", "unused\":", "app binary"],
                    made => Assert.DoesNotContain(made, all, StringComparison.Ordinal));
            }
        }
        Assert.False(File.Exists(_bench["out"]));
    }

    [Fact]
    public void A_member_with_an_old_name_that_is_no_TBF_is_damage_and_the_others_are_shown()
    {
        _bench.With("app.tab", Tar(Toml, Member("a.bin", App[..^1]), Member("b.bin", App)));

        var printed = _bench.Run("size ~/app.tab");

        Assert.Equal(1, printed.Status);
        Assert.Contains("a.bin: executes in place", printed.Out, StringComparison.Ordinal);
        Assert.Contains("wrong: E2T0503", printed.Out, StringComparison.Ordinal);
        Assert.Contains("b.bin: executes in place", printed.Out, StringComparison.Ordinal);
        Assert.Equal(1, _bench.Run("verify ~/app.tab").Status);
        Assert.Equal(1, _bench.Run("inspect ~/app.tab").Status);
    }
}
