using Elf2Tab.Diagnostics;
using TabFormat.Binary;
using TabFormat.Tbf;

namespace Elf2Tab.Plan;

/// <summary>What the ELF of an app will bring into its header.</summary>
/// <param name="IsFixed">It is linked for fixed addresses in flash or RAM.</param>
/// <param name="FlashRegions">How many writeable flash regions it has.</param>
/// <param name="Segments">How many PT_LOAD segments, when it is loaded to RAM.</param>
/// <param name="Tables">How many tables of relocations, when it is loaded to RAM.</param>
internal sealed record HeaderContent(bool IsFixed, int FlashRegions, int Segments, int Tables);

/// <summary>The size of a header before there is an ELF, from the same elements that are written when there is one.</summary>
/// <param name="Header">Bytes of the header.</param>
/// <param name="ProtectedRegion">Bytes from the start of the TBF to the app binary.</param>
/// <param name="Reason">Why the region has this size.</param>
internal sealed record HeaderForecast(uint Header, uint ProtectedRegion, string Reason)
{
    /// <summary>Makes the forecast.</summary>
    /// <param name="options">How the ELF will be converted.</param>
    /// <param name="content">What the ELF will bring.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">No header holds that, or a given region is too small.</exception>
    public static HeaderForecast Make(ConvertOptions options, HeaderContent content, DiagnosticSink diagnostics)
    {
        bool isRam = options.Load == LoadChoice.Ram;
        var app = AppHeader.Make(options, diagnostics) with
        {
            FlashRegions = [.. Enumerable.Repeat(new FlashRegion(0, 0), content.FlashRegions)],
            FixedAddresses = !options.NoFixedAddresses && (content.IsFixed || (isRam && options.LoadInfo != LoadInfo.None))
                ? new FixedAddressesElement(0, 0)
                : null,
        };
        if (isRam && options.LoadInfo == LoadInfo.Full)
        {
            app = app with
            {
                LoadSegments = [.. Enumerable.Repeat(new LoadSegment(0, 0, 0, 0, 0), content.Segments)],
                DynamicRelocations = [.. Enumerable.Repeat(new RelocationTableInfo(RelocationKind.Rel, 0, 0, 0, 0), content.Tables)],
                LoadTarget = new LoadTargetElement(0, 0, RamPlacement.Anywhere, 0, 0, 0),
            };
        }
        uint header = AppHeader.CheckSize(app, diagnostics);
        if (isRam)
            return new HeaderForecast(header, (uint)Alignment.RoundUp(header, 16), "the header, rounded up to 16");
        if (options.ProtectedRegionSize is { } given)
        {
            return given >= header
                ? new HeaderForecast(header, given, "--protected-region-size")
                : throw diagnostics.Fail(
                    Catalogue.ProtectedRegionTooSmall, $"--protected-region-size gives {given} bytes, the header has {header}");
        }
        return content.IsFixed
            ? new HeaderForecast(
                header,
                (uint)Alignment.RoundUp(header, Plan.ProtectedRegion.StartAlignment),
                $"for an app that is linked for a multiple of {Plan.ProtectedRegion.StartAlignment}")
            : new HeaderForecast(header, header, "just the header, for the app runs at any address");
    }
}
