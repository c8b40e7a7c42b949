using ELFSharp.ELF;
using ELFSharp.ELF.Sections;
using Elf2Tab.Boards;
using Elf2Tab.Diagnostics;
using TabFormat.Images;
using Tests.Shared;

namespace Elf2Tab.Tests.Boards;

public sealed class BoardImageTests
{
    private static readonly byte[] Apps = [.. ImageApps.Tbf("blink", 1024), .. ImageApps.Tbf("sensors", 516), .. Enumerable.Repeat((byte)0xFF, 16)];

    public static TheoryData<string, bool> KindsOfKernels => new()
    {
        { "symbols", false }, { "placeholder", false }, { "empty", false }, { "shared", false }, { "unnamed", false },
        { "symbols", true }, { "placeholder", true }, { "empty", true }, { "shared", true },
    };

    [Theory]
    [MemberData(nameof(KindsOfKernels))]
    public void A_kernel_says_where_its_apps_are(string kind, bool is64Bit)
    {
        var kernel = Kernels.Read(Kernels.Of(kind, is64Bit).Build());
        Assert.Equal(((ulong?)Kernels.Apps, (ulong?)Kernels.AppsEnd), (kernel.AppsStart, kernel.AppsEnd));
        Assert.Equal(((ulong)Kernels.Ram, (ulong)Kernels.RamEnd), kernel.Ram);
        Assert.Equal(TabFormat.Tbf.ProtectionUnit.RiscV, kernel.Unit);
        (ulong, int)[] code = [(Kernels.Flash, 100), (Kernels.Flash + 100, 16)];
        Assert.Equal(kind == "shared" ? [.. code, (Kernels.Apps - 8, 8)] : code, kernel.Blocks.Select(block => (block.Address, block.Bytes.Length)));
    }

    [Theory]
    [InlineData("placeholder", Kernels.Apps, null)]
    [InlineData("empty", Kernels.Apps, Kernels.AppsEnd)]
    [InlineData("symbols", null, null)]
    public void A_kernel_without_symbols_says_it_by_its_section(string kind, uint? start, uint? end)
    {
        var kernel = Kernels.Read(Kernels.Of(kind, hasSymbols: false).Build());
        Assert.Equal(((ulong?)start, (ulong?)end, null), (kernel.AppsStart, kernel.AppsEnd, kernel.Ram));
    }

    [Theory]
    [MemberData(nameof(KindsOfKernels))]
    public void An_ELF_keeps_all_of_the_kernel_and_has_the_apps_in_a_section_and_a_segment(string kind, bool is64Bit)
    {
        byte[] kernel = Kernels.Of(kind, is64Bit).Build();
        byte[] board = Write(Kernels.Image(kernel, Apps), FlashFormat.Elf);

        // Another reader.
        using var elf = ELFReader.Load(new MemoryStream(board), shouldOwnStream: true);
        using var before = ELFReader.Load(new MemoryStream(kernel), shouldOwnStream: true);
        Assert.True(elf.TryGetSection(".apps", out var section));
        Bytes.Equal(Apps, section.GetContents());
        Assert.Equal(Names(before), Names(elf));
        Bytes.Equal(before.Sections.First(other => other.Name == ".text").GetContents(), elf.Sections.First(other => other.Name == ".text").GetContents());
        var loaded = elf.Segments.Where(segment => segment.Type == ELFSharp.ELF.Segments.SegmentType.Load).ToList();
        Assert.Equal(kind == "shared" ? 5 : 4, loaded.Count);
        Bytes.Equal(Apps, loaded.Single(segment => segment.GetFileContents().Length == Apps.Length).GetFileContents());
        Assert.Equal(kind is "symbols" or "unnamed" ? 1 : 0, elf.Sections.Count - before.Sections.Count);
    }

    [Fact]
    public void Apps_are_replaced_in_an_ELF_that_has_some()
    {
        byte[] first = Write(Kernels.Image(Kernels.Of("symbols").Build(), Apps), FlashFormat.Elf);
        byte[] second = Write(Kernels.Image(first, Apps[..1024]), FlashFormat.Elf);
        Assert.Equal(["blink"], AppMemory.Find(second, null, new DiagnosticSink(null))!.Apps.Select(app => app.Name));
        Assert.Equal(2, Kernels.Read(second).Blocks.Count());
    }

    [Theory]
    [InlineData((int)FlashFormat.Hex)]
    [InlineData((int)FlashFormat.Binary)]
    [InlineData((int)FlashFormat.Uf2)]
    public void Other_formats_have_the_bytes_of_kernel_and_apps_where_they_are_stored(int format)
    {
        byte[] file = Write(Kernels.Image(Kernels.Of("placeholder").Build(), Apps), (FlashFormat)format);
        var contents = (FlashFormat)format switch
        {
            FlashFormat.Hex => IntelHex.Read(file, out _)!,
            FlashFormat.Uf2 => Uf2.Read(file, out _)!,
            _ => new FlashContents([new(Kernels.Flash, file)], null),
        };
        byte[] flash = contents.ToBinary();
        Assert.Equal((ulong)Kernels.Flash, contents.Start);
        Bytes.Equal((byte[])[.. Elf2Tab.Tests.Apps.Code(100), .. Elf2Tab.Tests.Apps.Code(16), 0xFF], flash.AsSpan(0, 117));
        Bytes.Equal(Apps, flash.AsSpan((int)(Kernels.Apps - Kernels.Flash), Apps.Length));
        Assert.Equal((FlashFormat)format == FlashFormat.Hex ? Kernels.Flash + 1 : null, contents.Entry);
    }

    [Fact]
    public void Gaps_of_a_binary_have_the_fill()
    {
        byte[] file = Write(Kernels.Image(Kernels.Of("symbols").Build(), Apps) with { Fill = 0 }, FlashFormat.Binary);
        Assert.Equal(-1, file.AsSpan(116, (int)(Kernels.Apps - Kernels.Flash) - 116).IndexOfAnyExcept((byte)0));
    }

    [Theory]
    [InlineData((int)FlashFormat.Binary)]
    [InlineData((int)FlashFormat.Hex)]
    [InlineData((int)FlashFormat.Uf2)]
    [InlineData((int)FlashFormat.Elf)]
    public void Apps_without_a_kernel_are_written_in_every_format(int format)
    {
        byte[] file = Write(new BoardImage { Apps = new(Kernels.Apps, Apps) }, (FlashFormat)format);
        var memory = AppMemory.Find(file, null, new DiagnosticSink(null))!;
        Assert.Equal(["blink", "sensors"], memory.Apps.Select(app => app.Name));
        Assert.Equal((FlashFormat)format == FlashFormat.Binary ? null : Kernels.Apps, memory.Address);
        if ((FlashFormat)format == FlashFormat.Elf)
        {
            using var elf = ELFReader.Load(new MemoryStream(file), shouldOwnStream: true);
            Bytes.Equal(Apps, elf.GetSection(".apps").GetContents());
        }
    }

    [Theory]
    [InlineData(Kernels.Flash + 99, "at 0x20000000 to 0x20000064")]
    [InlineData(Kernels.Flash + 115, "at 0x20000064 to 0x20000074")]
    public void A_kernel_where_the_apps_are_is_refused(uint address, string expected)
    {
        string text = Refuse(Kernels.Image(Kernels.Of("symbols").Build(), Apps, address), FlashFormat.Hex, Catalogue.KernelOverlaps);
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Contains($"0x{address:x} to 0x{address + Apps.Length:x}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_binary_over_its_largest_size_is_refused_with_the_gap() =>
        Assert.Contains(
            "a gap from 0x20000074 to 0x20040000",
            Refuse(Kernels.Image(Kernels.Of("symbols").Build(), Apps) with { MaximumSize = 1000 }, FlashFormat.Binary, Catalogue.BinaryTooLarge),
            StringComparison.Ordinal);

    [Theory]
    [InlineData((int)FlashFormat.Binary)]
    [InlineData((int)FlashFormat.Hex)]
    [InlineData((int)FlashFormat.Uf2)]
    [InlineData((int)FlashFormat.Elf)]
    public void Apps_of_a_board_are_found_and_can_be_replaced(int format)
    {
        byte[] file = Write(Kernels.Image(Kernels.Of("placeholder").Build(), Apps), (FlashFormat)format);
        uint? offset = (FlashFormat)format == FlashFormat.Binary ? Kernels.Apps - Kernels.Flash : null;
        var memory = AppMemory.Find(file, offset, new DiagnosticSink(null))!;
        var app = memory.Apps.Last();
        Assert.Equal("sensors", app.Name);
        Assert.Equal((FlashFormat)format == FlashFormat.Binary ? null : Kernels.Apps + 1024UL, app.Address);

        byte[] other = ImageApps.Tbf("other", 516);
        byte[] changed = memory.With([(app, other)]);
        Assert.Equal(["blink", "other"], AppMemory.Find(changed, offset, new DiagnosticSink(null))!.Apps.Select(found => found.Name));
        Bytes.Equal(file, AppMemory.Find(changed, offset, new DiagnosticSink(null))!.With([(app, Apps[1024..1540])]));
    }

    [Fact]
    public void Apps_of_one_name_are_told_apart()
    {
        byte[] app = ImageApps.Tbf("same", 512);
        var memory = AppMemory.Find((byte[])[.. app, .. app, .. ImageApps.Tbf("", 200)], null, new DiagnosticSink(null))!;
        Assert.Equal(["same", "same at 0x200", "app 3"], memory.Apps.Select(found => found.Name));
    }

    [Fact]
    public void A_TBF_a_TAB_and_an_app_are_no_memory_of_apps()
    {
        Assert.Null(AppMemory.Find(Apps.AsMemory(0, 1024), null, new DiagnosticSink(null)));
        Assert.Null(AppMemory.Find((byte[])[.. Apps[..1024], .. new byte[100]], null, new DiagnosticSink(null)));
        Assert.Null(AppMemory.Find(RawTar.Archive(), null, new DiagnosticSink(null)));
        Assert.Null(AppMemory.Find(Elf2Tab.Tests.Apps.Fixed().Build(), null, new DiagnosticSink(null)));
    }

    [Theory]
    [InlineData("UF2\ndamaged", 607)]
    [InlineData(":0100000001FF\n", 607)]
    [InlineData(":00000001FF\n", 612)]
    public void Files_of_flash_that_are_damaged_or_have_no_app_are_refused(string text, int code)
    {
        var found = new DiagnosticSink("flash");
        Assert.Throws<InputException>(() => AppMemory.Find(System.Text.Encoding.ASCII.GetBytes(text), null, found));
        Assert.Equal(code, Assert.Single(found.Errors).Kind.Number);
    }

    [Theory]
    [InlineData("placeholder")]
    [InlineData("symbols")]
    public void A_kernel_without_apps_is_told(string kind)
    {
        var found = new DiagnosticSink("kernel.elf");
        Assert.Throws<InputException>(() => AppMemory.Find(Kernels.Of(kind).Build(), null, found));
        Assert.Equal(Catalogue.NoAppInFlash, Assert.Single(found.Errors).Kind);
    }

    private static byte[] Write(BoardImage image, FlashFormat format)
    {
        var found = new DiagnosticSink("board");
        byte[] file = image.Write(format, found);
        Assert.Empty(found.Diagnostics);
        return file;
    }

    private static string Refuse(BoardImage image, FlashFormat format, DiagnosticKind kind)
    {
        var found = new DiagnosticSink("board");
        Assert.Throws<InputException>(() => image.Write(format, found));
        var error = Assert.Single(found.Errors);
        Assert.Equal(kind, error.Kind);
        return error.Text;
    }

    private static IEnumerable<string> Names(IELF elf) =>
        ((ISymbolTable)elf.GetSection(".symtab")).Entries.Select(symbol => symbol.Name);
}
