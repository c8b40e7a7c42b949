using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Tests.Shared;

namespace Elf2Tab.Tests.Plan;

/// <summary>Headers before there is an ELF are as large as those of the ELF.</summary>
public sealed class HeaderForecastTests
{
    [Theory]
    [InlineData("elf/blink.cortex-m4.elf", false, 0, 0, 0)]
    [InlineData("elf/blink.rv32imac.0x20040080.0x80002800.elf", true, 0, 0, 0)]
    [InlineData("elf/state.cortex-m4.elf", false, 1, 0, 0)]
    [InlineData("elf/pie-rel.rv32imac.elf", false, 0, null, 1)]
    [InlineData("elf/pie-norel.rv32imac.elf", false, 0, null, 0)]
    public void The_forecast_is_what_a_conversion_makes(string elf, bool isFixed, int flashRegions, int? segments, int tables)
    {
        ConvertOptions[] choices =
        [
            new(),
            new() { PackageName = "blink", KernelMajor = 2, AppVersion = 7, ShortId = 3 },
            new() { PackageName = "longer", Permissions = [(1, 0), (1, 70), (2, 0)], WriteId = 1, ReadIds = [1, 2], NoFixedAddresses = true },
            new() { LoadInfo = LoadInfo.Flags },
        ];
        foreach (var options in choices)
        {
            var diagnostics = new DiagnosticSink(elf);
            var converted = Converter.Convert(new ElfSource(TestData.Read(elf)), ImmutableArray<TabFormat.Tbf.Credential>.Empty, options, diagnostics);
            bool isRam = converted.Plan is RamPlan;
            var content = new HeaderContent(isFixed, flashRegions, isRam ? converted.Tbf.App.LoadSegments.Length : 0, tables);

            var forecast = HeaderForecast.Make(
                isRam ? options with { Load = LoadChoice.Ram } : options, content, new DiagnosticSink(null));

            Assert.Equal(segments is null, isRam);
            Assert.Equal((uint)converted.Tbf.App.HeaderSize, forecast.Header);
            if (!isFixed)
                Assert.Equal(converted.Plan.ProtectedRegion.Size, forecast.ProtectedRegion);
        }
    }
}
