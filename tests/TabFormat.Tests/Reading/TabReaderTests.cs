using System.Formats.Tar;
using System.Text;
using CsCheck;
using TabFormat.Reading;
using TabFormat.Tab;
using Tests.Shared;
using static Tests.Shared.RawTar;
using static Tests.Shared.RawTbf;

namespace TabFormat.Tests.Reading;

public sealed class TabReaderTests
{
    /// <summary>More than reading a small TAB takes, and far less than hostile ones claim to hold.</summary>
    private const long MostAllocated = 16 * 1024 * 1024;

    /// <summary>Bytes of a long name or of attributes that are read.</summary>
    private const int LargestDescription = 64 * 1024;

    private static readonly byte[] Toml = Member("metadata.toml", Metadata);
    private static readonly byte[] Tbf = Member("a.tbf", RawTbf.App());

    private static readonly Dictionary<string, (byte[] File, TabRule[] Expected)> Table = new()
    {
        ["nothing"] = (Archive(), []),
        ["another file"] = (Archive(Member("README", [1, 2, 3])), []),
        ["metadata behind"] = (Tar(Tbf, Toml), []),

        ["name with .."] = (Archive(Member("../b.tbf", [])), [TabRule.MemberName]),
        ["name .."] = (Archive(Member("..", [])), [TabRule.MemberName]),
        ["name ."] = (Archive(Member(".", [])), [TabRule.MemberName]),
        ["no name"] = (Archive(Member("", [])), [TabRule.MemberName]),
        ["absolute name"] = (Archive(Member("/b.tbf", [])), [TabRule.MemberName]),
        ["name with a directory"] = (Archive(Member("b/b.tbf", [])), [TabRule.MemberName]),
        ["name with a backslash"] = (Archive(Member(@"..\b.tbf", [])), [TabRule.MemberName]),
        ["name with a line feed"] = (Archive(Member("b\n.tbf", [])), [TabRule.MemberName]),
        ["name with an escape"] = (Archive(Member("\e[2J.tbf", [])), [TabRule.MemberName]),
        ["name with a C1 control"] = (Archive(Member("\u009b2J.tbf", [])), [TabRule.MemberName]),
        ["long name with .."] = (
            Archive(Member("././@LongLink", [.. "../"u8, .. Enumerable.Repeat((byte)'x', 200), 0], 'L'), Member("b.tbf", [])),
            [TabRule.MemberName]),
        ["name with .. in pax attributes"] = (
            Archive(Member("pax", [.. "17 path=../b.tbf\n"u8], 'x'), Member("b.tbf", [])), [TabRule.MemberName]),

        ["hard link"] = (Archive(Member("b.tbf", [], '1')), [TabRule.MemberType]),
        ["symbolic link"] = (Archive(Member("b.tbf", [], '2')), [TabRule.MemberType]),
        ["character device"] = (Archive(Member("b.tbf", [], '3')), [TabRule.MemberType]),
        ["block device"] = (Archive(Member("b.tbf", [], '4')), [TabRule.MemberType]),
        ["directory"] = (Archive(Member("b.tbf", [], '5')), [TabRule.MemberType]),
        ["pipe"] = (Archive(Member("b.tbf", [], '6')), [TabRule.MemberType]),
        ["directory in place of the TBF"] = (Tar(Toml, Member("a.tbf", [], '5')), [TabRule.MemberType, TabRule.NoTbf]),

        ["a byte past the end"] = (Archive(Header("b.tbf", '0', Octal((2 * BlockSize) + 1))), [TabRule.Archive]),
        ["1 GiB"] = (Archive(Header("b.tbf", '0', Octal(1 << 30))), [TabRule.Archive]),
        ["8 GiB"] = (Archive(Header("b.tbf", '0', Octal((1L << 33) - 1))), [TabRule.Archive]),
        ["1 TiB"] = (Archive(Header("b.tbf", '0', Base256(1, 0, 0, 0, 0, 0))), [TabRule.Archive]),
        ["more than 64 bits"] = (Archive(Header("b.tbf", '0', Base256(1, 0, 0, 0, 0, 0, 0, 0, 0))), [TabRule.Archive]),
        ["size that is no number"] = (Archive(Header("b.tbf", '0', [.. "99999999999\0"u8])), [TabRule.Archive]),
        ["wrong checksum"] = (Archive(Damaged(Member("b.tbf", []), 0, (byte)'c')), [TabRule.Archive]),
        ["name of 1 GiB"] = (Archive(Header("name", 'L', Octal(1 << 30))), [TabRule.Archive]),
        ["name of 8 GiB"] = (Archive(Header("name", 'L', Octal((1L << 33) - 1))), [TabRule.Archive]),
        ["name of 1 TiB"] = (Archive(Header("name", 'L', Base256(1, 0, 0, 0, 0, 0))), [TabRule.Archive]),
        ["attributes of 1 GiB"] = (Archive(Header("pax", 'x', Octal(1 << 30))), [TabRule.Archive]),
        ["attributes of 8 GiB"] = (Archive(Header("pax", 'x', Octal((1L << 33) - 1))), [TabRule.Archive]),
        ["name as large as is read"] = (Archive(LongName(LargestDescription), Member("b.tbf", [])), [TabRule.MemberName]),
        ["name as long as can be"] = (Archive(LongName(TabReader.LongestName + 1), Member("b.tbf", [])), []),
        ["name longer than can be"] = (Archive(LongName(TabReader.LongestName + 2), Member("b.tbf", [])), [TabRule.MemberName]),
        ["name of a byte more"] = (Archive(LongName(LargestDescription + 1), Member("b.tbf", [])), [TabRule.Archive]),
        ["link as large as is read"] = (Archive(LongName(LargestDescription, 'K'), Member("b.tbf", [])), []),
        ["link of a byte more"] = (Archive(LongName(LargestDescription + 1, 'K'), Member("b.tbf", [])), [TabRule.Archive]),
        ["attributes as large as are read"] = (Archive(Attributes(LargestDescription), Member("b.tbf", [])), []),
        ["attributes of a byte more"] = (Archive(Attributes(LargestDescription + 1), Member("b.tbf", [])), [TabRule.Archive]),
        ["attributes of all as large as are read"] = (Archive(Attributes(LargestDescription, 'g')), [TabRule.MemberType]),
        ["attributes of all of a byte more"] = (Archive(Attributes(LargestDescription + 1, 'g')), [TabRule.Archive]),
        ["no tar"] = ([.. Enumerable.Repeat((byte)1, 1024)], [TabRule.Archive]),

        ["256 members"] = (Archive(Members(254)), []),
        ["257 members"] = (Archive(Members(255)), [TabRule.MemberCount]),
        ["10,000 members"] = (Archive(Members(10_000)), [TabRule.MemberCount]),
        ["two of a name"] = (Archive(Tbf), [TabRule.DuplicateMember]),
        ["three of a name"] = (Archive(Tbf, Tbf), [TabRule.DuplicateMember]),
        ["metadata twice"] = (Archive(Toml), [TabRule.DuplicateMember]),

        ["no metadata"] = (Tar(Tbf), [TabRule.Metadata]),
        ["metadata in a directory"] = (Tar(Member("./metadata.toml", Metadata), Tbf), [TabRule.MemberName, TabRule.Metadata]),
        ["empty metadata"] = WithMetadata(""),
        ["metadata without name"] = WithMetadata("tab-version = 1\n"),
        ["metadata without version"] = WithMetadata("name = \"app\"\n"),
        ["metadata of another version"] = WithMetadata("tab-version = 2\nname = \"app\"\n"),
        ["metadata that is no TOML"] = WithMetadata("tab-version = 1\nname = \"app\n"),
        ["metadata that ends in an escape"] = WithMetadata("name = \"\\"),
        ["metadata with comments"] = (WithMetadata("tab-version = 1 # one\nname = \"app\" # two\n", []), []),
        ["metadata with quoted keys"] = (WithMetadata("\"tab-version\" = 1\n'name' = \"app\"\n", []), []),
        ["metadata of deep arrays"] = WithMetadata("a = " + new string('[', 10_000)),
        ["metadata of deep tables"] = WithMetadata("a = " + string.Concat(Enumerable.Repeat("{a=", 10_000))),
        ["metadata as large as is read"] = (WithMetadata(new string('\n', TabReader.LargestMetadata - Metadata.Length), Metadata), []),
        ["metadata of a byte more"] = (
            WithMetadata(new string('\n', TabReader.LargestMetadata - Metadata.Length + 1), Metadata), [TabRule.Metadata]),

        ["TBF with the name of old TABs"] = (Tar(Toml, Member("a.bin", RawTbf.App())), []),
        ["old name, longer than its TBF"] = (Tar(Toml, Member("a.bin", [.. RawTbf.App(), 0])), [TabRule.MemberSize]),
        ["no TBF"] = (Tar(Toml, Member("a.elf", RawTbf.App())), [TabRule.NoTbf]),
        ["nothing in it"] = (Tar(), [TabRule.Metadata, TabRule.NoTbf]),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    public static TheoryData<string> ExpectedTabs =>
        [.. TestData.Rows("cases.tsv").Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rules_broken_by(string name)
    {
        var (file, expected) = Table[name];
        long before = GC.GetAllocatedBytesForCurrentThread();
        var reading = TabReader.Read(file);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
        Assert.Equal(expected, reading.Findings.Select(finding => finding.Rule).Distinct());
        Assert.True(reading.Members.Length <= TabReader.MostMembers);
    }

    /// <summary>Archives from before 1988 have no mark in their headers; tools still make some.</summary>
    [Fact]
    public void A_tar_without_a_mark_is_a_TAB_when_the_metadata_comes_first()
    {
        byte[] file = Tar(WithoutMark(Toml), WithoutMark(Tbf));
        Assert.True(TabReader.IsTar(file));
        Assert.Empty(TabReader.Read(file).Findings);
        Assert.Equal(["a.tbf"], TabReader.ReadTbfs(file).Select(member => member.Name));
        Assert.False(TabReader.IsTar(Tar(WithoutMark(Tbf), WithoutMark(Toml))));
        Assert.True(TabReader.IsTar(file.AsSpan()[..20]));
        Assert.Equal([TabRule.Archive], TabReader.Read(file.AsMemory()[..20]).Findings.Select(finding => finding.Rule));

        static byte[] WithoutMark(byte[] member)
        {
            byte[] plain = [.. member];
            plain.AsSpan(257, 255).Clear();
            plain.AsSpan(148, 8).Fill((byte)' ');
            int sum = plain.Take(512).Sum(value => value);
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ", plain.AsSpan(148));
            return plain;
        }
    }

    /// <summary>Tools of 2017 to 2019 named all TBFs .bin; beside today's names, that is something else.</summary>
    [Theory]
    [InlineData("cortex-m0.bin cortex-m4.bin", "cortex-m0.bin cortex-m4.bin", true)]
    [InlineData("cortex-m0.bin notes cortex-m4.tbf", "cortex-m4.tbf", false)]
    [InlineData("rv32imac.0x20040080.0x80002800.tbf", "rv32imac.0x20040080.0x80002800.tbf", false)]
    public void TBFs_are_told_by_their_names(string members, string tbfs, bool areOld)
    {
        byte[] file = Tar([Toml, .. members.Split(' ').Select(name => Member(name, RawTbf.App()))]);
        var reading = TabReader.Read(file);

        Assert.Equal(tbfs.Split(' '), reading.Tbfs.Select(member => member.Name));
        Assert.Equal(tbfs.Split(' '), TabReader.ReadTbfs(file).Select(member => member.Name));
        Assert.Equal(tbfs.Split(' ').Select(name => name[..^4]), reading.Tbfs.Select(member => member.Architecture));
        Assert.All(reading.Members.Skip(1), member => Assert.Equal(areOld, member.HasOldName));
    }

    [Theory]
    [MemberData(nameof(ExpectedTabs))]
    public void Expected_tabs_hold_the_expected_tbfs(string name)
    {
        byte[] file = TestData.Read($"cases/{name}/app.tab");
        var reading = TabReader.Read(file);

        Assert.True(TabReader.IsTar(file));
        Assert.Empty(reading.Findings);
        Assert.Equal("metadata.toml", reading.Members[0].Name);
        Assert.Equal(
            Encoding.UTF8.GetString(reading.Members[0].Bytes.Span).Replace("\"", "", StringComparison.Ordinal),
            string.Concat(reading.Metadata.Select(entry => $"{entry.Key} = {entry.Value}\n")));
        Assert.Equal(reading.Members.Skip(1), reading.Tbfs);
        foreach (var member in reading.Members)
            Bytes.Equal(file.AsSpan((int)member.Offset, member.Bytes.Length), member.Bytes.Span, member.Name);
        string[] tbfs = Directory.GetFiles(TestData.PathOf($"cases/{name}"), "*.tbf");
        Assert.Equal(tbfs.Length, reading.Tbfs.Count());
        foreach (var member in reading.Tbfs)
        {
            string tbf = tbfs.Single(tbf => tbf.EndsWith(member.Name, StringComparison.Ordinal));
            Bytes.Equal(File.ReadAllBytes(tbf), member.Bytes.Span, member.Name);
        }
    }

    [Fact]
    public void Metadata_is_read_in_order_with_strings_unescaped()
    {
        const string Toml = """
            tab-version = 1
            name = "\u0041\"b"
            only-for-boards = 'a,b'
            build-date = 2020-01-02T03:04:05Z

            [other]
            name = 1
            """;
        Assert.Equal(
            [
                new("tab-version", "1"), new("name", "A\"b"), new("only-for-boards", "a,b"),
                new("build-date", "2020-01-02T03:04:05Z"),
            ],
            TabReader.Read(WithMetadata(Toml, [])).Metadata);
    }

    [Fact]
    public void Faults_of_metadata_are_found_in_a_TAB_that_was_just_written()
    {
        var metadata = new TabMetadata("app", "2.1", null, null);
        byte[] tab = TabWriter.Write(metadata, [new TabMember("a.tbf", RawTbf.App())]);
        Assert.Empty(TabReader.CheckWritten(tab, metadata));

        tab[tab.AsSpan().IndexOf("tab-version = 1"u8) + 14] = (byte)'2';

        Assert.Equal([TabRule.Metadata], TabReader.CheckWritten(tab, metadata).Select(finding => finding.Rule));
    }

    [Fact]
    public void Metadata_that_are_too_large_are_found_in_a_TAB_that_was_just_written()
    {
        var metadata = new TabMetadata(new string('x', 64 * 1024), null, null, null);

        Assert.Equal(
            [TabRule.Metadata],
            TabReader.CheckWritten(TabWriter.Write(metadata, [new TabMember("a.tbf", RawTbf.App())]), metadata).Select(finding => finding.Rule));
    }

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void Other_writers_tars_are_read_wherever_the_metadata_stands(TarEntryFormat format)
    {
        string longName = new string('x', format is TarEntryFormat.V7 or TarEntryFormat.Ustar ? 90 : 190) + ".tbf";
        (string Name, byte[] Content)[] members =
        [
            ("cortex-m4.tbf", RawTbf.App()), ("metadata.toml", Metadata), (longName, new byte[512]),
            ("rv32imac.0x20040080.0x80002800.tbf", []),
        ];
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, format, leaveOpen: true))
        {
            foreach (var (name, content) in members)
                writer.WriteEntry(Entry(format, name, content));
        }
        byte[] file = stream.ToArray();
        var reading = TabReader.Read(file);

        Assert.Equal(format != TarEntryFormat.V7, TabReader.IsTar(file));
        Assert.Empty(reading.Findings);
        Assert.Equal(members.Select(member => member.Name), reading.Members.Select(member => member.Name));
        Assert.Equal(members.Select(member => member.Content), reading.Members.Select(member => member.Bytes.ToArray()));
        Assert.Equal([new("tab-version", "1"), new("name", "app")], reading.Metadata);
    }

    [Fact]
    public void A_TBF_with_the_mark_of_a_tar_is_no_tar()
    {
        byte[] file = RawTbf.WithTarMark();

        Assert.Equal("ustar"u8, file.AsSpan(257, 5));
        Assert.Empty(TbfReader.Read(file).Findings);
        Assert.True(TbfReader.HasHeader(file));
        Assert.False(TabReader.IsTar(file));
        Assert.False(TabReader.IsTar(RawTbf.Damaged(file, 12, 1, 2, 3, 4)));
    }

    [Fact]
    public void A_part_of_a_larger_array_is_read_alone()
    {
        byte[] tab = Archive();
        byte[] larger = [.. Tbf, .. tab, .. Tbf];
        var reading = TabReader.Read(larger.AsMemory(Tbf.Length, tab.Length));

        Assert.Empty(reading.Findings);
        Bytes.Equal(RawTbf.App(), reading.Tbfs.Single().Bytes.Span);
    }

    [Fact]
    public void Every_cut_is_found_or_leaves_all_members()
    {
        byte[] tab = Archive(Member("b.tbf", new byte[700]));
        var whole = TabReader.Read(tab);
        for (int length = 0; length < tab.Length; length++)
        {
            var cut = TabReader.Read(tab.AsMemory(0, length));
            if (cut.Findings.IsEmpty)
                Assert.Equal(whole.Members.Select(Text), cut.Members.Select(Text));
        }
    }

    [Fact]
    public void Random_bytes_never_throw() =>
        Gen.Byte.Array[512, 2048].Sample(bytes =>
        {
            bytes[1] = 1; // no TBF's version
            "ustar"u8.CopyTo(bytes.AsSpan(257));
            Assert.True(TabReader.IsTar(bytes));
            Assert.NotEmpty(TabReader.Read(bytes).Findings);
        });

    [Fact]
    public void Random_members_never_throw() =>
        Gen.Select(
            Texts.Any, Gen.Char["\00123456789LKxgSVMDN"], Gen.Long[0, 1200], Gen.Byte.Array[0, 1100],
            (name, type, size, content) => (byte[])
                [.. Header(Cut(name), type, Octal(size)), .. content, .. new byte[-content.Length & (BlockSize - 1)]])
        .Array[0, 5].Sample(members =>
        {
            var reading = TabReader.Read(Archive(members));
            Assert.Equal(Metadata, reading.Members[0].Bytes.ToArray());
        });

    private static string Text(ParsedTabMember member) =>
        $"{member.Name} {member.Offset} {Convert.ToHexString(member.Bytes.Span)}";

    private static string Cut(string name) => name[..Math.Min(name.Length, 20)];

    private static IEnumerable<byte[]> Members(int count) =>
        Enumerable.Range(0, count).Select(index => Member($"{index}.tbf", []));

    /// <summary>The name of the next member, or of what it links to, in a member of its own, as GNU tar writes it.</summary>
    private static byte[] LongName(int size, char type = 'L') =>
        Member("././@LongLink", [.. Enumerable.Repeat((byte)'x', size - 1), 0], type);

    /// <summary>One attribute of the next member, or of all.</summary>
    private static byte[] Attributes(int size, char type = 'x')
    {
        string start = $"{size} comment=";
        return Member("pax", Encoding.ASCII.GetBytes(start.PadRight(size - 1, 'x') + '\n'), type);
    }

    private static (byte[] File, TabRule[] Expected) WithMetadata(string text) =>
        (WithMetadata(text, []), [TabRule.Metadata]);

    private static byte[] WithMetadata(string text, byte[] more) =>
        Tar(Member("metadata.toml", [.. Encoding.UTF8.GetBytes(text), .. more]), Tbf);

    private static TarEntry Entry(TarEntryFormat format, string name, byte[] content)
    {
        TarEntry entry = format switch
        {
            TarEntryFormat.V7 => new V7TarEntry(TarEntryType.V7RegularFile, name),
            TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
            TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name),
            _ => new GnuTarEntry(TarEntryType.RegularFile, name),
        };
        entry.DataStream = new MemoryStream(content);
        return entry;
    }
}
