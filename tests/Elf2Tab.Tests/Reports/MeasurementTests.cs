using CsCheck;
using Elf2Tab.Elf;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Elf2Tab.Files;
using Elf2Tab.Reports;
using Elf2Tab.Tests.Elf;
using Elf2Tab.Tests.Plan;
using TabFormat.Reading;
using Tests.Shared;

namespace Elf2Tab.Tests.Reports;

public sealed class MeasurementTests
{
    /// <summary>Samples that no conversion without options takes.</summary>
    private static readonly string[] Refused =
    [
        "edge/arm-big-endian.elf",
    ];

    public static TheoryData<string> Elfs =>
        [.. Samples("elf", "*.elf").Concat(Samples("edge", "*.elf")).Where(path => !Refused.Contains(path))];

    public static TheoryData<string> Outputs => [.. Samples("cases", "*.tbf").Concat(Samples("cases", "*.tab"))];

    [Theory]
    [MemberData(nameof(Elfs))]
    public void What_an_ELF_takes_adds_up_and_its_TBF_tells_the_same_totals(string elf) => Check(TestData.Read(elf), new ConvertOptions());

    [Theory]
    [MemberData(nameof(Outputs))]
    public void What_a_TBF_takes_adds_up(string path)
    {
        byte[] file = TestData.Read(path);
        foreach (var (name, tbf) in FileDescription.Tbfs(new AppsFile(path, file, null)))
        {
            var app = new Measurement(Detail.Section, 1).Measure(name, tbf);
            AssertAddsUp(app);
            Assert.Equal((tbf.Bytes.Length, tbf.Entry!.MinimumRamSize), (app.Flash, app.Ram));
        }
    }

    [Fact]
    public void Random_RAM_loaded_apps_add_up() =>
        Gen.Select(RandomPie.Any, Gen.Enum<LoadInfo>(), Gen.UInt[0, 100], Gen.Bool).Sample((pie, info, footer, isGiven) => Check(
            pie.Elf,
            new ConvertOptions { LoadInfo = info, MinimumFooterSize = footer, MinimumRamSize = isGiven ? footer : null }));

    [Fact]
    public void Random_sections_and_symbols_add_up()
    {
        var section = Gen.Select(
            Gen.UInt[0, 150], Gen.UInt[0, 60], Gen.Int[0, 7], Gen.OneOf(Gen.Const(1U), Gen.Const(8U), Gen.Const(9U), Gen.Const(14U)),
            (offset, size, flags, type) =>
            {
                // What has bytes and is allocated lies in a segment, or it would be lost.
                bool isInFlash = size % 2 == 0;
                bool isLoaded = (SectionType)type == SectionType.NoBits || offset + size <= (isInFlash ? 64 : 40);
                return new SectionSpec($".s{offset}", (SectionType)type, (SectionFlags)(isLoaded ? flags : flags & ~2))
                {
                    Address = (isInFlash ? Apps.Flash : Apps.Ram) + offset,
                    InSegment = isInFlash ? 0 : 1,
                    Size = isLoaded ? size : 0,
                };
            });
        var symbol = Gen.Select(
            Gen.UInt[0, 150], Gen.UInt[0, 60], Gen.UShort[0, 12],
            (offset, size, index) => new SymbolSpec($"s{offset}", (size % 2 == 0 ? Apps.Flash : Apps.Ram) + offset) { Size = size, Section = index });

        Gen.Select(section.Array[0, 10], symbol.Array[0, 10]).Sample((sections, symbols) =>
        {
            var app = Apps.Fixed(new SegmentSpec(Apps.Flash, Apps.Code(64)), Apps.Data(Apps.Flash + 80, 40) with { MemorySize = 100 });
            app.Sections.AddRange(sections);
            app.Symbols.AddRange(symbols);
            Check(app.Build(), new ConvertOptions());
        });
    }

    [Fact]
    public void RAM_is_what_is_asked_for_even_when_the_segments_need_more() =>
        Check(new PieBuilder().Build(), new ConvertOptions { MinimumRamSize = 16 });

    [Fact]
    public void The_largest_come_first_and_the_rest_is_one_row()
    {
        var app = new Measurement(Detail.Section, 2).Measure("app", RamConversion.Clean(new PieBuilder().Build()).Result!, new ConvertOptions());

        Assert.Equal(["the stack (default)", ".text", "6 others"], app.Largest.Select(row => row.Name));
    }

    [Fact]
    public void Footers_and_padding_of_a_RAM_loaded_app_are_copied_behind_its_image()
    {
        var options = new ConvertOptions { MinimumFooterSize = 100 };
        var app = new Measurement(Detail.None, 0).Measure("app", RamConversion.Of(new PieBuilder().Build(), options).Result!, options);

        Assert.Equal((100, 100), (app.CopiedBehindImage, app.Unused));
    }

    private static void Check(byte[] elf, ConvertOptions options)
    {
        var outcome = Outcome.Of(diagnostics => Converter.Convert(new ElfSource(elf), [], options, diagnostics));
        Assert.False(outcome.IsRefused, string.Join("; ", outcome.Kinds.Select(kind => kind.Title)));
        var converted = outcome.Value!;
        var tbf = TbfReader.Read(converted.Bytes);
        var ram = (converted.Plan as RamPlan)?.Ram;
        long image = ram is null ? 0 : (long)ram.ImageOffset + ram.Image.Size;
        foreach (var detail in Enum.GetValues<Detail>())
        {
            var app = new Measurement(detail, 3).Measure("app", converted, options);
            AssertAddsUp(app);
            Assert.Equal((converted.Bytes.Length, tbf.Entry!.MinimumRamSize), (app.Flash, app.MinimumRamSize));
            Assert.Equal(image + app.MinimumRamSize, app.Ram);
            Assert.Equal(detail == Detail.None, app.Largest.Count == 0);
        }

        var told = new Measurement(Detail.None, 0).Measure("app", tbf);
        AssertAddsUp(told);
        if (options.LoadInfo == LoadInfo.Full)
            Assert.Equal(Totals(new Measurement(Detail.None, 0).Measure("app", converted, options)), Totals(told));
    }

    private static (long, long, long, long, long, long, long) Totals(AppSizes app) =>
        (app.Flash, app.Ram, app.MinimumRamSize, app.ImageOffset, app.ImageSize, app.CopiedBehindImage, app.Unused);

    private static void AssertAddsUp(AppSizes app)
    {
        foreach (var rows in new[] { app.Purposes, app.Largest }.Where(rows => rows.Count > 0))
            Assert.Equal((app.Flash, app.Ram), (rows.Sum(row => row.Flash), rows.Sum(row => row.Ram)));
        Assert.Equal(app.Ram, app.ImageOffset + app.ImageSize + app.MinimumRamSize);
    }

    private static IEnumerable<string> Samples(string directory, string pattern) =>
        Directory.EnumerateFiles(TestData.PathOf(directory), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(TestData.PathOf(""), path))
            .Order(StringComparer.Ordinal);
}
