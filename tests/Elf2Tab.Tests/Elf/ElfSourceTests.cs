using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Tests.Shared;

namespace Elf2Tab.Tests.Elf;

public sealed class ElfSourceTests
{
    private const int FetchedWhole = 32 * 1024;

    [Theory]
    [InlineData(0)]
    [InlineData(FetchedWhole)]
    [InlineData(FetchedWhole + 1)]
    [InlineData(3 * FetchedWhole)]
    public void A_file_has_the_bytes_of_the_memory(int length)
    {
        using var directory = new TemporaryDirectory();
        byte[] bytes = Apps.Code(length);
        File.WriteAllBytes(directory["app.elf"], bytes);

        using var source = new ElfSource(File.OpenHandle(directory["app.elf"]));

        Assert.Equal((ulong)length, source.Length);
        Bytes.Equal(bytes, source.Read(0, source.Length).Span);
        Bytes.Equal(bytes.AsSpan(length / 2), source.Read((ulong)length / 2, (ulong)(length - (length / 2))).Span);
    }

    [Fact]
    public void A_large_file_is_the_same_elf_as_its_bytes()
    {
        using var directory = new TemporaryDirectory();
        byte[] bytes = Apps.Fixed(new SegmentSpec(Apps.Flash, Apps.Code(FetchedWhole))).Build();
        File.WriteAllBytes(directory["app.elf"], bytes);

        using var source = new ElfSource(File.OpenHandle(directory["app.elf"]));
        var elf = ElfFile.Read(source, new DiagnosticSink(null));
        var expected = ElfFile.Read(new ElfSource(bytes), new DiagnosticSink(null));

        Assert.Equal(expected.Segments, elf.Segments);
        Assert.Equal(expected.Sections.Select(section => section.Name), elf.Sections.Select(section => section.Name));
        Assert.Equal(expected.Symbols!.ValueOf("_sram_origin"u8), elf.Symbols!.ValueOf("_sram_origin"u8));
        Bytes.Equal(expected.Content(expected.Segments[0]).Span, elf.Content(elf.Segments[0]).Span);
    }

    [Fact]
    public void The_bytes_of_a_segment_are_read_once()
    {
        using var directory = new TemporaryDirectory();
        byte[] bytes = Apps.Fixed(new SegmentSpec(Apps.Flash, Apps.Code(FetchedWhole))).Build();
        File.WriteAllBytes(directory["app.elf"], bytes);

        using var source = new ElfSource(File.OpenHandle(directory["app.elf"]));
        var elf = ElfFile.Read(source, new DiagnosticSink(null));
        var content = elf.Content(elf.Segments[0]);

        Assert.Equal(content, elf.Content(elf.Segments[0])); // the same memory, not only the same bytes
        Assert.Equal(content.Slice(8, 4), elf.BytesAt(Apps.Flash + 8, 4)!.Value);
    }

    [Fact]
    public void A_file_that_shrinks_ends_too_early()
    {
        // .NET itself does not let a file shrink that it has opened; other programs may.
        Tool.Require("truncate");
        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory["app.elf"], new byte[FetchedWhole + 1]);
        using var source = new ElfSource(File.OpenHandle(directory["app.elf"]));

        Tool.Run("truncate", directory.Path, "-s", "100", "app.elf");

        Assert.Equal(100, source.Read(0, 100).Length);
        Assert.Throws<EndOfStreamException>(() => source.Read(0, 101));
    }

    [Fact]
    public void The_start_of_a_stream_tells_that_it_is_no_ELF()
    {
        ulong asked = 0;
        var source = new ElfSource(count =>
        {
            asked = Math.Max(asked, count);
            return new byte[1000];
        });

        Outcome.Of(diagnostics => ElfFile.Read(source, diagnostics)).IsRefusedFor(Catalogue.NotElf);
        Assert.InRange(asked, 1u, (ulong)FileKind.BytesThatTell);
    }

    [Fact]
    public void A_stream_is_the_same_elf_as_its_bytes()
    {
        byte[] bytes = Apps.Fixed(new SegmentSpec(Apps.Flash, Apps.Code(FetchedWhole))).Build();
        var source = new ElfSource(count => bytes.AsMemory(0, (int)Math.Min((ulong)bytes.Length, count)));
        var elf = ElfFile.Read(source, new DiagnosticSink(null));

        Assert.Equal((ulong)bytes.Length, source.Length);
        Assert.Equal(ElfFile.Read(new ElfSource(bytes), new DiagnosticSink(null)).Segments, elf.Segments);
        Bytes.Equal(Apps.Code(FetchedWhole), elf.Content(elf.Segments[0]).Span);
        Assert.Equal((3, 1000), (source.Start(3).Length, source.Start(1000).Length));
        Assert.Equal(bytes.Length, source.Start(int.MaxValue).Length);
    }

    [Theory]
    [InlineData(0, 4, true)]
    [InlineData(4, 0, true)]
    [InlineData(3, 2, false)]
    [InlineData(5, 0, false)]
    [InlineData(1, ulong.MaxValue, false)]
    [InlineData(ulong.MaxValue, 2, false)]
    public void Nothing_is_read_from_outside(ulong offset, ulong size, bool isInside)
    {
        var source = new ElfSource(new byte[4]);

        Assert.Equal(isInside, source.Holds(offset, size));
        if (!isInside)
            Assert.Throws<ArgumentOutOfRangeException>(() => source.Read(offset, size));
    }
}
