using Elf2Tab.Diagnostics;
using TabFormat.Images;

namespace Elf2Tab.Reports;

/// <summary>Prints where in an image apps lie, within 80 columns.</summary>
internal static class ImagePrinter
{
    private const int NameWidth = 30;

    /// <summary>Prints a line for each part, and the sums.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="layout">Where apps lie.</param>
    /// <param name="ram">The RAM that apps may have; null: not known.</param>
    /// <param name="kernel">The bytes of the kernel.</param>
    public static void Print(TextWriter writer, ImageLayout layout, (ulong From, ulong To)? ram, IEnumerable<ImageBlock> kernel)
    {
        Line("address", "size", "name", "");
        foreach (var block in kernel.OrderBy(block => block.Address))
            Line($"0x{block.Address:x8}", $"{block.Bytes.Length}", "", "kernel");
        foreach (var part in layout.Parts)
            Line($"0x{part.Address:x8}", $"{part.Size}", part.App?.Name ?? "", Describe(part.App));
        var apps = layout.Parts.Where(part => part.App is not null).ToList();
        ulong used = apps.Aggregate(0UL, (sum, part) => sum + part.Size);
        Line($"0x{layout.Base + layout.Size:x8}", $"{layout.Size}", "", $"end; {layout.Size - used} padding");
        if (ram is { } room)
        {
            ulong end = layout.Ram.IsEmpty ? room.From : layout.Ram[^1].End;
            Line($"0x{room.From:x8}", $"{end - room.From}", "", $"RAM of {layout.Ram.Length} apps, of {room.To - room.From}");
        }

        void Line(string address, string size, string name, string what) =>
            writer.WriteLine($"{address,-10}  {size,10}  {PrintedText.Column(name, NameWidth)}  {what}".TrimEnd());
    }

    private static string Describe(ImageApp? app)
    {
        if (app is null)
            return "padding";
        string place = app.Tbf.IsLoadedToRam ? "copied to RAM" : app.FixedStart is null ? "any address" : "fixed address";
        return app.IsEnabled ? place : place + ", disabled";
    }
}
