using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan;
using Elf2Tab.Plan.Legacy;
using Elf2Tab.Tests.Elf;
using Tests.Shared;

namespace Elf2Tab.Tests.Plan.Legacy;

public sealed class RelocationTrailerTests
{
    [Fact]
    public void Tables_stand_behind_their_length()
    {
        var app = Apps.PositionIndependent();

        var trailer = Make(app).With();

        Assert.Equal(20U, trailer.Size);
        Bytes.Equal([16, 0, 0, 0, .. app.Sections[2].Bytes], trailer.ToBytes());
    }

    [Fact]
    public void Without_relocations_there_is_a_length_of_0()
    {
        var app = Apps.Fixed();

        Assert.Equal([0, 0, 0, 0], Make(app).With().ToBytes());
    }

    [Fact]
    public void Tables_stand_in_the_order_of_what_they_relocate()
    {
        var app = Apps.PositionIndependent();
        var data = app.Sections[1];

        var trailer = Make(app with
        {
            Sections =
            [
                Apps.Table(".rel.last", (Apps.Ram + 12, 2)),
                app.Sections[0],
                data with { Name = ".first", Size = 4 },
                data with { Name = ".last", Address = Apps.Ram + 12, Size = 4 },
                data with { Name = ".next", Address = Apps.Ram + 4, Size = 4 },
                Apps.Table(".rel.next", (Apps.Ram + 4, 2)),
                Apps.Table(".rel.first", (Apps.Ram, 2)),
            ],
        }).With();

        Assert.Equal([".rel.first", ".rel.last", ".rel.next"], trailer.Tables.Select(table => table.Section.Name));
    }

    [Fact]
    public void Segments_come_in_the_order_of_their_addresses()
    {
        var app = Apps.PositionIndependent();
        var last = Apps.Data(Apps.Anywhere + 80, 16) with { VirtualAddress = Apps.Ram + 64 };

        var trailer = Make(app with
        {
            Segments = [app.Segments[0], last, app.Segments[1]],
            Sections =
            [
                app.Sections[1] with { Name = ".last", Address = Apps.Ram + 64 },
                app.Sections[0],
                app.Sections[1] with { InSegment = 2 },
                Apps.Table(".rel.last", (Apps.Ram + 64, 2)),
                app.Sections[2],
            ],
        }).With();

        Assert.Equal([".rel.data", ".rel.last"], trailer.Tables.Select(table => table.Section.Name));
    }

    [Fact]
    public void Only_writable_sections_that_are_stored_are_relocated()
    {
        var app = Apps.PositionIndependent();

        Assert.Empty(Make(app with
        {
            Sections =
            [
                app.Sections[0],
                app.Sections[1] with { Size = 0 },
                new SectionSpec(".bss", SectionType.NoBits, Apps.Writable) { Address = Apps.Ram + 0x1000, Size = 16 },
                Apps.Table(".rel.text", (Apps.Anywhere, 2)),
                Apps.Table(".rel.data", (Apps.Ram, 2)),
                Apps.Table(".rel.bss", (Apps.Ram + 0x1000, 2)),
            ],
        }).With().Tables);
    }

    [Fact]
    public void A_table_without_bytes_is_none()
    {
        var app = Apps.PositionIndependent();
        var empty = app.Sections[2] with { Bytes = [] };

        Assert.Empty(Make(WithTable(app, empty)).With().Tables);
        Assert.Empty(Make(WithTable(app, empty with { Type = SectionType.NoBits, Size = 16 })).With().Tables);
    }

    [Fact]
    public void A_loaded_table_is_not_appended()
    {
        var app = Apps.PositionIndependent();
        var table = app.Sections[2] with
        {
            Address = Apps.Anywhere + 32,
            InSegment = 0,
            Bytes = [],
            Size = 16,
            Flags = Apps.Allocated,
        };

        Assert.Empty(Make(WithTable(app, table)).With(Catalogue.RelocationsLoaded).Tables);
    }

    [Theory]
    [InlineData(ElfMachine.Arm, new uint[] { 0, 2, 23, 38 }, new uint[] { 1, 3, 10, 21, 255 })]
    [InlineData(ElfMachine.RiscV, new uint[] { 0, 1, 2, 3 }, new uint[] { 4, 23, 26 })]
    [InlineData(ElfMachine.I386, new uint[] { 0, 1, 8 }, new uint[] { 2, 3, 23 })]
    [InlineData((ElfMachine)94, new uint[] { 0, 2, 99 }, new uint[] { })]
    public void Types_that_start_up_code_would_corrupt_are_told(ElfMachine machine, uint[] plain, uint[] others)
    {
        // The symbol stands above the type and does not matter.
        var app = Apps.PositionIndependent() with { Machine = machine };

        Make(WithTable(app, Apps.Table(".rel.data", [.. plain.Select(type => (Apps.Ram, (7 << 8) | type))]))).With();
        foreach (uint type in others)
            Make(WithTable(app, Apps.Table(".rel.data", (Apps.Ram, 2), (Apps.Ram, type)))).With(Catalogue.TrailerTypes);
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void Types_of_64_bit_tables_are_read(byte type, bool isTold)
    {
        byte[] entry = [0, 0, 0, 0x20, 0, 0, 0, 0, type, 0, 0, 0, 9, 0, 0, 0];
        var app = Apps.PositionIndependent() with { Is64Bit = true, Machine = ElfMachine.RiscV };

        Make(WithTable(app, app.Sections[2] with { Bytes = entry })).With(isTold ? [Catalogue.TrailerTypes] : []);
    }

    [Fact]
    public void Relocations_with_addends_are_told_for_apps_that_move()
    {
        var app = Apps.PositionIndependent();
        var addends = new SectionSpec(".rela.data", SectionType.Rela, SectionFlags.None) { Bytes = new byte[12] };

        Assert.Empty(Make(WithTable(app, addends)).With(Catalogue.AddendsIgnored).Tables);
        Assert.Empty(Make(WithTable(app, addends) with { Symbols = [new("_flash_origin", Apps.Anywhere - 64)] }).With().Tables);
    }

    [Theory]
    [InlineData(80U, false)]
    [InlineData(76U, true)]
    [InlineData(84U, true)]
    public void The_header_of_the_app_says_where_the_trailer_starts(uint stated, bool isTold)
    {
        byte[] header = Apps.Code(64);
        BitConverter.TryWriteBytes(header.AsSpan(32), stated);
        var app = Apps.PositionIndependent();
        app = app with
        {
            Segments = [new SegmentSpec(Apps.Anywhere, header), app.Segments[1]],
            Sections = [app.Sections[0] with { Name = ".crt0_header", Size = 40 }, .. app.Sections[1..]],
        };

        Make(app).With(isTold ? [Catalogue.TrailerMoved] : []);
        Make(app with { Symbols = [new("_flash_origin", Apps.Anywhere - 64)] }).With();
    }

    [Fact]
    public void Without_that_header_the_trailer_follows_the_initialised_data()
    {
        var app = Apps.PositionIndependent();
        var behind = new SegmentSpec(Apps.Anywhere + 80, Apps.Code(8));

        Make(app with { Segments = [.. app.Segments, behind] }).With(Catalogue.TrailerMoved);
        Make(WithTable(app, app.Sections[2] with { Bytes = [] }) with { Segments = [.. app.Segments, behind] }).With();
    }

    [Fact]
    public void Tables_larger_than_allowed_are_refused()
    {
        var app = Apps.PositionIndependent();
        var options = new ConvertOptions { MaxSize = 80 };

        Make(WithTable(app, Apps.Table(".rel.data", [.. Enumerable.Repeat((Apps.Ram, 2U), 10)])), options).With();
        Make(WithTable(app, Apps.Table(".rel.data", [.. Enumerable.Repeat((Apps.Ram, 2U), 11)])), options)
            .IsRefusedFor(Catalogue.TooLarge);
    }

    private static ElfBuilder WithTable(ElfBuilder app, SectionSpec table) =>
        app with { Sections = [.. app.Sections[..2], table] };

    private static Outcome<RelocationTrailer> Make(ElfBuilder app, ConvertOptions? options = null) =>
        Outcome.Of(app, (elf, diagnostics) =>
        {
            var (origin, image) = FlashImage.Make(elf, new ConvertOptions(), new DiagnosticSink(null));
            return RelocationTrailer.Make(elf, image, origin.IsPositionIndependent, options ?? new(), diagnostics);
        });
}
