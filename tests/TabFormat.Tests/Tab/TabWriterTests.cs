using System.Formats.Tar;
using System.Text;
using TabFormat.Tab;
using Tests.Shared;

namespace TabFormat.Tests.Tab;

public sealed class TabWriterTests
{
    private static readonly TabMetadata Metadata = new("app", null, null, null);

    /// <summary>Expected TABs: case, package name, kernel version, boards, members.</summary>
    public static TheoryData<string, string, string?, string?, string[]> Cases => new()
    {
        { "blink-m4", "blink", null, null, ["blink.cortex-m4"] },
        { "boards", "boards", "2.0", "hail,imix", ["blink.cortex-m4"] },
        { "big-power-of-two", "big", null, null, ["big.cortex-m4"] },
        {
            "libtock-c-defaults", "pointers", "2.1", null,
            ["pointers.cortex-m0", "pointers.cortex-m3", "pointers.cortex-m4", "pointers.cortex-m7"]
        },
    };

    /// <summary>Names around the 100 bytes of the header's field, and around what a block of a long name holds.</summary>
    public static TheoryData<string> MemberNames =>
    [
        "cortex-m4.tbf", Long(99), Long(100), Long(101), Long(200), Long(511), Long(512), Long(513),
        "é" + Long(98), "é" + Long(99), Long(99) + "é", "😀.tbf",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_tab_has_the_bytes_of_upstream(string name, string package, string? kernel, string? boards, string[] members)
    {
        byte[] tab = TabWriter.Write(
            new(package, kernel, boards, null),
            [.. members.Select(member => new TabMember(member + ".tbf", TestData.Read($"cases/{name}/{member}.tbf")))]);

        Bytes.Equal(TestData.Read($"cases/{name}/app.tab"), tab);
    }

    [Theory]
    [MemberData(nameof(MemberNames))]
    public void Tar_readers_find_every_member(string name)
    {
        const long Upstream = 1_153_704_088;
        byte[] content = [1, 2, 3];
        byte[] tab = TabWriter.Write(Metadata, [new(name, content), new("empty.tbf", default), new("block.tbf", new byte[512])]);

        var entries = Read(tab);

        Assert.Equal(["metadata.toml", name, "empty.tbf", "block.tbf"], entries.Select(entry => entry.Name));
        Assert.All(entries, entry => Assert.Equal((UnixFileMode)0b110_100_100, entry.Mode));
        Assert.All(entries, entry => Assert.Equal((0, 0), (entry.Uid, entry.Gid)));
        Assert.Equal([0, Upstream, Upstream, Upstream], entries.Select(entry => entry.ModificationTime.ToUnixTimeSeconds()));
        Assert.Equal([Encoding.UTF8.GetBytes(Metadata.ToToml()), content, [], new byte[512]], entries.Select(Content));
    }

    [Fact]
    public void A_tab_ends_with_two_zero_blocks_behind_whole_blocks()
    {
        byte[] tab = TabWriter.Write(Metadata, [new("a.tbf", Filled(0xFF, 1)), new("b.tbf", Filled(0xFF, 513))]);

        Assert.Equal(512 * (2 + 2 + 3 + 2), tab.Length);
        Assert.All(tab[^1024..], value => Assert.Equal(0, value));
        Assert.Equal(0xFF, tab[512 * 6]);
    }

    [Fact]
    public void A_long_name_stands_in_a_long_link_in_front_of_its_member()
    {
        string name = Long(101);
        byte[] tab = TabWriter.Write(Metadata, [new(name, default)]);

        Assert.Equal("././@LongLink\0", Encoding.ASCII.GetString(tab, 1024, 14));
        Assert.Equal((byte)'L', tab[1024 + 156]);
        Assert.Equal("00000000146\0", Encoding.ASCII.GetString(tab, 1024 + 124, 12));
        Assert.Equal(name + '\0', Encoding.ASCII.GetString(tab, 1536, 102));
        Assert.Equal(name[..100], Encoding.ASCII.GetString(tab, 2048, 100));
    }

    [Fact]
    public void The_tar_program_unpacks_members_with_long_names()
    {
        Tool.Require("tar");
        using var directory = new TemporaryDirectory();
        string[] names = ["cortex-m4.tbf", Long(100), Long(101), Long(200)];
        File.WriteAllBytes(directory["app.tab"], TabWriter.Write(
            Metadata, [.. names.Select((name, index) => new TabMember(name, Filled((byte)index, 500 + index)))]));

        var result = Tool.Run("tar", directory.Path, "-xvf", "app.tab");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(["metadata.toml", .. names], result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        foreach (var (index, name) in names.Index())
            Bytes.Equal(Filled((byte)index, 500 + index), File.ReadAllBytes(directory[name]), name);
    }

    private static string Long(int length) => new string('x', length - 4) + ".tbf";

    private static byte[] Filled(byte value, int count) => [.. Enumerable.Repeat(value, count)];

    private static TarEntry[] Read(byte[] tab)
    {
        using var reader = new TarReader(new MemoryStream(tab));
        var entries = new List<TarEntry>();
        while (reader.GetNextEntry(copyData: true) is { } entry)
            entries.Add(entry);
        return [.. entries];
    }

    private static byte[] Content(TarEntry entry)
    {
        using var content = new MemoryStream();
        entry.DataStream?.CopyTo(content);
        return content.ToArray();
    }
}
