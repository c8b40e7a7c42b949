using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan;
using Elf2Tab.Tests.Elf;
using TabFormat.Tbf;

namespace Elf2Tab.Tests.Plan;

public sealed class PlannerTests
{
    [Fact]
    public void Addresses_for_which_the_app_was_linked_are_in_the_header()
    {
        Assert.Equal(new FixedAddressesElement((uint)Apps.Ram, (uint)Apps.Flash), Make(Apps.Fixed()).With().App.FixedAddresses);
        Assert.Null(Make(Apps.PositionIndependent()).With().App.FixedAddresses);
        Assert.Equal(
            new FixedAddressesElement(0x123, null),
            Make(Apps.PositionIndependent() with { Symbols = [new("_sram_origin", 0x123)] })
                .With(Catalogue.RamOriginDiffers).App.FixedAddresses);
        Assert.Equal(
            new FixedAddressesElement(null, (uint)Apps.Flash),
            Make(Apps.Fixed() with { Symbols = [new("_sram_origin", 0)] }).With().App.FixedAddresses);
    }

    [Theory]
    [InlineData(0x1000, 0)]
    [InlineData(0x1001, 1)]
    [InlineData(0x103F, 63)]
    public void The_entry_point_is_a_virtual_address(ulong entry, uint expected) =>
        Assert.Equal(expected, Make(Spaced(entry)).With().App.EntryOffset);

    [Theory]
    [InlineData(Apps.Ram, 72)]
    [InlineData(Apps.Ram + 5, 77)]
    public void An_entry_point_among_data_that_run_elsewhere_is_told_of(ulong entry, uint expected) =>
        Assert.Equal(expected, Make(Spaced(entry)).With(Catalogue.EntryInData, Catalogue.EntryRunsElsewhere).App.EntryOffset);

    [Theory]
    [InlineData(0x0FFF)]
    [InlineData(0x1040)]
    [InlineData(0x1048)] // where .data is stored
    [InlineData(Apps.Ram + 16)]
    [InlineData(0)]
    public void An_entry_point_outside_of_every_stored_byte_is_refused(ulong entry) =>
        Make(Spaced(entry)).IsRefusedFor(Catalogue.EntryOutside);

    [Fact]
    public void Of_two_segments_at_the_entry_point_the_first_counts_only_for_a_disabled_app()
    {
        var app = Apps.Fixed(
            new SegmentSpec(0x1000, Apps.Code(16)) { PhysicalAddress = 0x2000 }, new SegmentSpec(0x1000, Apps.Code(16)));

        Make(app).IsRefusedFor(Catalogue.EntryTwice);
        Assert.Equal(0x1000U, Make(app, new() { Disable = true }).With(Catalogue.EntryRunsElsewhere).App.EntryOffset);
    }

    [Theory]
    [InlineData(ElfType.Relocatable)]
    [InlineData(ElfType.Core)]
    [InlineData((ElfType)0)]
    [InlineData((ElfType)0xFE00)]
    public void Only_executables_are_converted(ElfType type) =>
        Make(Apps.Fixed() with { Type = type }).IsRefusedFor(Catalogue.NotExecutable);

    [Fact]
    public void A_position_independent_executable_with_data_does_not_execute_in_place() =>
        Make(Apps.Fixed(new(0x1000, Apps.Code(64)), Apps.Data(0x1040, 8)) with { Type = ElfType.Dynamic }, new() { Load = LoadChoice.Flash })
            .IsRefusedFor(Catalogue.CannotExecuteInPlace);

    [Fact]
    public void What_needs_section_headers_is_noted_without_them() =>
        Make(Apps.Fixed() with { HasSections = false }).With(Catalogue.NoSectionHeaders, Catalogue.NoRamAddress);

    [Theory]
    [InlineData(16, false)]
    [InlineData(15, true)]
    public void Relocations_that_are_not_aligned_are_told(int size, bool isTold)
    {
        var app = Apps.PositionIndependent();
        app = app with
        {
            Segments = [app.Segments[0], Apps.Data(Apps.Anywhere + 64, size)],
            Sections = [app.Sections[0], app.Sections[1] with { Size = (ulong)size }, app.Sections[2]],
        };

        Make(app).With(isTold ? [Catalogue.TrailerUnaligned] : []);
        Make(app with { Sections = app.Sections[..2] }).With();
    }

    [Theory]
    [InlineData(65_472, true)]
    [InlineData(65_473, false)]
    [InlineData(65_475, false)]
    [InlineData(70_000, false)]
    public void A_name_must_fit_in_the_header(int length, bool fits) =>
        Fits(new() { PackageName = new string('n', length) }, fits, 65_532);

    [Theory]
    [InlineData(4091, true)]
    [InlineData(4092, false)]
    public void Permissions_must_fit_in_the_header(int count, bool fits) =>
        Fits(new() { Permissions = [.. Enumerable.Range(0, count).Select(driver => ((uint)driver, 0U))] }, fits, 65_520);

    [Fact]
    public void Writeable_flash_regions_must_fit_in_the_header()
    {
        var app = Apps.Fixed();
        app.Sections.AddRange(Enumerable.Range(0, 9000).Select(_ => app.Sections[0] with { Name = ".wfr", Size = 1 }));

        Make(app).IsRefusedFor(Catalogue.HeaderTooLarge);
    }

    [Theory]
    [InlineData(8, 8, true)]
    [InlineData(9, 8, false)]
    [InlineData(8, 9, false)]
    public void Kernels_take_8_ids_of_each_kind(int read, int access, bool areTaken)
    {
        var made = Make(Apps.Fixed(), new() { ReadIds = [.. Ids(read)], AccessIds = [.. Ids(access)] });

        if (!areTaken)
        {
            made.IsRefusedFor(Catalogue.TooManyStorageIds);
            return;
        }
        var permissions = made.With().App.StoragePermissions!;
        Assert.Equal(Ids(read), permissions.ReadIds);
        Assert.Equal(Ids(access), permissions.ModifyIds);

        static ImmutableArray<uint> Ids(int count) => [.. Enumerable.Range(1, count).Select(id => (uint)id)];
    }

    [Fact]
    public void The_command_line_is_in_the_header()
    {
        var app = Make(Apps.Fixed(), new()
        {
            Disable = true,
            Sticky = true,
            AppVersion = 7,
            PackageName = "name",
            WriteId = 8,
            KernelMajor = 2,
            ShortId = 9,
            Permissions = [(1, 0), (2, 64), (1, 3)],
            MinimumRamSize = 10_000,
        }).With().App;

        Assert.Equal((TbfFlags.Sticky, 7U, "name", 10_000U), (app.Flags, app.Version, app.PackageName, app.MinimumRamSize));
        Assert.Equal(new KernelVersionElement(2, 0), app.KernelVersion);
        Assert.Equal(new ShortIdElement(9), app.ShortId);
        Assert.Equal(8U, app.StoragePermissions!.WriteId);
        Assert.Equal([new DriverPermission(1, 0, 0b1001), new DriverPermission(2, 1, 1)], app.Permissions);
        Assert.Null(Make(Apps.Fixed()).With().App.StoragePermissions);
    }

    /// <summary>Text at 0x1000, eight bytes of nothing, then data that runs in RAM.</summary>
    private static ElfBuilder Spaced(ulong entry) =>
        Apps.Fixed(new SegmentSpec(0x1000, Apps.Code(64)), Apps.Data(0x1048, 16) with { MemorySize = 32 }) with { Entry = entry };

    private static void Fits(ConvertOptions options, bool fits, long size)
    {
        var made = Make(Apps.PositionIndependent(), options);
        if (fits)
            Assert.Equal(size, made.With().App.HeaderSize);
        else
            made.IsRefusedFor(Catalogue.HeaderTooLarge);
    }

    private static Outcome<LoadPlan> Make(ElfBuilder app, ConvertOptions? options = null) =>
        Outcome.Of(app, (elf, diagnostics) => Planner.Make(elf, options ?? new(), diagnostics));
}
