using System.Text;
using Elf2Tab.Diagnostics;
using TabFormat.Reading;
using TabFormat.Tbf;
using Tests.Shared;
using static Tests.Shared.RawTar;

namespace Elf2Tab.Tests.Commands;

public sealed class EditTests : IDisposable
{
    /// <summary>Room for all that is added.</summary>
    private const string Room = "--protected-region-size 256 --minimum-footer-size 1200";

    private readonly Bench _bench = new Bench().WithData("elf/blink.cortex-m4.elf", "app.elf");

    public void Dispose() => _bench.Dispose();

    /// <summary>Options of <c>edit</c>, and of the conversion that gives the same.</summary>
    public static TheoryData<string, string> Changes => new()
    {
        { "--disable", "--disable" },
        { "--sticky", "--sticky" },
        { "-n other", "-n other" },
        { "-n a-far-longer-name-than-before", "-n a-far-longer-name-than-before" },
        { "--app-version 7", "--app-version 7" },
        { "--kernel-major 3 --kernel-minor 4", "--kernel-major 3 --kernel-minor 4" },
        { "--permissions 1,0 1,3 2,70", "--permissions 1,0 1,3 2,70" },
        { "--write_id 1 --read_ids 2 3 --access_ids 0x4", "--write_id 1 --read_ids 2 3 --access_ids 4" },
        { "--short-id 0x99", "--short-id 0x99" },
        { "--short-id 1 --permissions 1,1 -n x --sticky", "--permissions 1,1 -n x --short-id 1 --sticky" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_is_edited_is_what_a_conversion_makes(string edit, string convert)
    {
        string kernel = convert.Contains("--kernel-major", StringComparison.Ordinal) ? "" : "--kernel-major 2";
        Assert.Equal(0, _bench.Run($"~/app.elf -o ~/want.tab --tbf ~/want.tbf -q --deterministic --sha256 {Room} {kernel} {convert}").Status);
        _bench.Convert($"--sha256 {Room}");
        foreach (string name in (string[])["tbf", "tab"])
        {
            Assert.Equal(new Printed(0, "", ""), _bench.Run($"edit {edit} -o ~/out.{name} ~/app.{name}"));
            Bytes.Equal(_bench.Read($"want.{name}"), _bench.Read($"out.{name}"), name);
        }
    }

    [Fact]
    public void What_was_added_can_be_taken_out()
    {
        _bench.Convert(Room);
        byte[] before = _bench.Read("app.tab");
        _bench.Convert($"{Room} -n name --permissions 1,1 --write_id 1 --short-id 5");
        Assert.Equal(0, _bench.Run("edit --remove name permissions storage-ids --remove short-id -o ~/app.tab ~/app.tab").Status);

        Bytes.Equal(before, _bench.Read("app.tab"), "without them");
        Assert.Equal(0, _bench.Run("edit --remove kernel-version -o ~/app.tab ~/app.tab").Status);
        var tab = TabReader.Read(_bench.Read("app.tab"));
        Assert.Null(TbfReader.Read(tab.Tbfs.Single().Bytes).KernelVersion);
        Assert.Equal(["tab-version", "name"], tab.Metadata.Select(entry => entry.Key));
        Assert.Empty(tab.Findings);
    }

    [Fact]
    public void A_file_in_which_nothing_changes_stays_as_it_is()
    {
        byte[] app = _bench.Convert($"-n app {Room} --ecdsa-nist-p256-private {Key()}").Read("app.tbf");
        byte[] tab = Tar(Member("metadata.toml", [.. "# by hand\ntab-version=1\nname='app'\n[x]\n"u8]), Member("a.tbf", app), Member("notes", [1]));
        foreach (var (name, bytes) in new[] { ("app.tbf", app), ("own.tab", tab) })
        {
            Assert.Equal(new Printed(0, "", ""), _bench.With(name, bytes).Run($"edit --enable --not-sticky --app-version 0 -o ~/{name} ~/{name}"));
            Bytes.Equal(bytes, _bench.Read(name), name);
        }
    }

    [Fact]
    public void Metadata_keep_what_is_not_changed()
    {
        byte[] app = _bench.Convert(Room).Read("app.tbf");
        byte[] toml = [.. "# by hand\r\ntab-version = 1\r\nname = \"a\" # old\r\nother = [1,\n2]\n[x]\nname = 'y'\n"u8];
        _bench.With("own.tab", Tar(Member("metadata.toml", toml), Member("notes", [1]), Member("a.tbf", app)));
        Assert.Equal(0, _bench.Run("edit -n \"q --kernel-major 3 -o ~/out.tab ~/own.tab").Status);

        var tab = TabReader.Read(_bench.Read("out.tab"));
        Assert.Equal(["metadata.toml", "notes", "a.tbf"], tab.Members.Select(member => member.Name));
        Assert.Equal(
            "# by hand\r\ntab-version = 1\r\nname = \"\\\"q\" # old\r\nminimum-tock-kernel-version = \"3.0\"\nother = [1,\n2]\n[x]\nname = 'y'\n",
            Encoding.UTF8.GetString(tab.Members[0].Bytes.Span));
    }

    [Fact]
    public void Elements_that_are_not_known_and_their_order_stay()
    {
        var tbf = TbfReader.Read(_bench.Convert(Room).Read("app.tbf")).ToObject();
        var other = new OtherElement((TbfElementType)0x77, new byte[] { 1, 2, 3 });
        _bench.With("app.tbf", TbfWriter.Write(tbf with { App = tbf.App with { OtherElements = [other, new OtherElement((TbfElementType)0x76, default)] } }));
        Assert.Equal(0, _bench.Run("edit -n new -o ~/out.tbf ~/app.tbf").Status);

        var read = TbfReader.Read(_bench.Read("out.tbf"));
        Assert.Equal([1, 9, 3, 8, 0x77, 0x76], read.Elements.Select(element => (int)element.Type));
        Assert.Equal([1, 2, 3], read.Elements[4].Content.ToArray());
        Assert.Equal(tbf.App.EntryOffset, read.ToApp().EntryOffset);
        Assert.Empty(read.Findings);
    }

    [Fact]
    public void A_version_needs_no_Program_element_to_be_there()
    {
        var tbf = TbfReader.Read(_bench.Convert(Room).Read("app.tbf"));
        byte[] old = new TbfEdit { Removed = [TbfElementType.Program] }.Apply(tbf);
        _bench.With("app.tbf", [.. old, .. tbf.Bytes.Span[old.Length..]]);
        Assert.Null(TbfReader.Read(_bench.Read("app.tbf")).Program);
        Assert.Equal(0, _bench.Run("edit --app-version 3 -o ~/out.tbf ~/app.tbf").Status);

        var read = TbfReader.Read(_bench.Read("out.tbf"));
        Assert.Equal(3u, read.Program!.Version);
        Assert.Equal(read.Main!.InitFunctionOffset, read.Program.InitFunctionOffset);
        Assert.Equal(tbf.BinaryOffset, read.BinaryOffset);
    }

    [Fact]
    public void One_list_of_identifiers_is_changed_alone()
    {
        _bench.Convert($"{Room} --write_id 1 --read_ids 2 3 --access_ids 4");
        Assert.Equal(0, _bench.Run("edit --read_ids 9 -o ~/out.tbf ~/app.tbf").Status);

        var storage = TbfReader.Read(_bench.Read("out.tbf")).StoragePermissions!;
        Assert.Equal((1u, 9u, 4u), (storage.WriteId, storage.ReadIds.Single(), storage.ModifyIds.Single()));
    }

    [Fact]
    public void A_signature_that_no_longer_holds_becomes_reserved_space()
    {
        string key = Key();
        byte[] before = _bench.Convert($"{Room} --sha512 --ecdsa-nist-p256-private {key}").Read("app.tbf");
        var printed = _bench.Run("edit --sticky -o ~/out.tbf ~/app.tbf");

        Assert.Equal((0, Catalogue.SignatureDropped.Code), (printed.Status, Assert.Single(printed.Codes)));
        var tbf = TbfReader.Read(_bench.Read("out.tbf"));
        Assert.Equal([CredentialFormat.Sha512, CredentialFormat.Reserved], tbf.Footers.Select(footer => footer.Format));
        Assert.Equal(before.Length, tbf.Bytes.Length);
        Assert.Empty(tbf.Findings);

        Assert.Equal(new Printed(0, "", ""), _bench.Run($"edit --sticky --ecdsa-nist-p256-private {key} -o ~/out.tbf ~/app.tbf"));
        Assert.Equal(0, _bench.Run("verify --public-key ~/ecdsa.pub ~/out.tbf").Status);
        Assert.Equal(TbfFlags.Enabled | TbfFlags.Sticky, TbfReader.Read(_bench.Read("out.tbf")).Flags);
    }

    [Theory]
    [InlineData("edit -n a-name-without-room -o ~/out.tbf ~/app.tbf", 1, "E2T0130")]
    [InlineData("edit --read_ids 1 2 3 4 5 6 7 8 9 -o ~/out.tbf ~/app.tbf", 1, "E2T0311")]
    [InlineData("edit -o ~/out.tbf ~/app.tbf", 2, "E2T0024")]
    [InlineData("edit --disable ~/app.tbf", 2, "E2T0015")]
    [InlineData("edit --disable -o ~/out.tbf", 2, "E2T0016")]
    [InlineData("edit --disable --enable -o ~/out.tbf ~/app.tbf", 2, "E2T0007")]
    [InlineData("edit --short-id 1 --remove short-id -o ~/out.tbf ~/app.tbf", 2, "E2T0007")]
    [InlineData("edit --kernel-minor 1 -o ~/out.tbf ~/app.tbf", 2, "E2T0008")]
    [InlineData("edit --remove flags -o ~/out.tbf ~/app.tbf", 2, "E2T0003")]
    [InlineData("edit --disable -o ~/out.tab ~/app.tbf", 2, "E2T0021")]
    [InlineData("edit --disable -o ~/out.tbf ~/app.elf", 1, "E2T0122")]
    [InlineData("edit --disable -o ~/out.tbf ~/two.tbf", 1, "E2T0124")]
    [InlineData("edit --disable -o ~/out.tbf ~/app.hex", 1, "E2T0124")]
    public void What_cannot_be_is_refused(string line, int status, string code)
    {
        _bench.Convert("--protected-region-size 80");
        byte[] app = _bench.Read("app.tbf");
        Assert.Equal(0, _bench.Run("image --base 0x40000 -o ~/app.hex ~/app.tbf").Status);
        var printed = _bench.With("two.tbf", [.. app, .. app]).Run(line);

        Assert.Equal((status, code), (printed.Status, printed.Codes.FirstOrDefault()));
        Assert.DoesNotContain("out.tbf", _bench.Names);
    }

    [Fact]
    public void A_hash_that_was_wrong_is_not_made_right()
    {
        byte[] app = _bench.Convert("--sha256").Read("app.tbf");
        app[(int)TbfReader.Read(app).BinaryOffset] ^= 1;
        var printed = _bench.With("app.tbf", app).Run("edit --disable -o ~/out.tbf ~/app.tbf");

        Assert.Equal((1, RuleCatalogue.Of(TbfRule.Hash).Code), (printed.Status, printed.Codes.FirstOrDefault()));
    }

    private string Key()
    {
        using var ecdsa = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        _bench.With("ecdsa", SampleKeys.Private(ecdsa)).With("ecdsa.pub", SampleKeys.Public(ecdsa));
        return "~/ecdsa";
    }
}
