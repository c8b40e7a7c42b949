using Elf2Tab.Boards;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Tests.Elf;
using TabFormat.Images;

namespace Elf2Tab.Tests.Boards;

/// <summary>Small kernels in the ways in which linkers leave the place for apps.</summary>
internal static class Kernels
{
    public const uint Flash = 0x2000_0000;
    public const uint Apps = 0x2004_0000;
    public const uint AppsEnd = 0x2008_0000;
    public const uint Ram = 0x8000_2000;
    public const uint RamEnd = 0x8001_0000;

    private static readonly SymbolSpec[] Symbols =
    [
        new("main", Flash), new("_sapps", Apps), new("_eapps", AppsEnd), new("_sappmem", Ram), new("_eappmem", RamEnd),
    ];

    /// <summary>Code, data that is stored behind it, and memory without contents.</summary>
    private static readonly SegmentSpec[] Segments =
    [
        new(Flash, Elf2Tab.Tests.Apps.Code(100)),
        new(0x8000_0000, Elf2Tab.Tests.Apps.Code(16)) { PhysicalAddress = Flash + 100, Flags = SegmentFlags.Read | SegmentFlags.Write },
        new(0x8000_0010, []) { MemorySize = 0x1000, PhysicalAddress = Flash + 116, Flags = SegmentFlags.Read | SegmentFlags.Write },
    ];

    /// <summary>A kernel.</summary>
    /// <param name="kind">
    /// <c>symbols</c>: nothing but symbols; <c>placeholder</c>: four bytes in a section and a segment of their own; <c>empty</c>: a section
    /// without contents, whose segment has an address of its own; <c>shared</c>: the section is behind code in one segment.
    /// </param>
    /// <param name="is64Bit">Of which class.</param>
    /// <param name="hasSymbols">Whether there are symbols.</param>
    public static ElfBuilder Of(string kind, bool is64Bit = false, bool hasSymbols = true)
    {
        var apps = new SectionSpec(".apps", SectionSpec.ProgramBits, Elf2Tab.Tests.Apps.Allocated) { Address = Apps, Size = 4, InSegment = 3 };
        var builder = new ElfBuilder
        {
            Is64Bit = is64Bit,
            Entry = Flash + 1,
            Segments = [.. Segments],
            Sections = [new(".text", SectionSpec.ProgramBits, Elf2Tab.Tests.Apps.Allocated) { Address = Flash, InSegment = 0, Size = 100 }],
            Symbols = hasSymbols ? [.. Symbols] : [],
        };
        byte[] erased = [0xFF, 0xFF, 0xFF, 0xFF];
        switch (kind)
        {
            case "placeholder":
                builder.Segments.Add(new(Apps, erased));
                builder.Sections.Add(apps);
                break;
            case "empty":
                builder.Segments.Add(new(Apps, []) { MemorySize = AppsEnd - Apps, PhysicalAddress = Flash + 50 });
                builder.Sections.Add(apps with { Type = SectionType.NoBits, Size = AppsEnd - Apps, InSegment = null });
                break;
            case "shared":
                builder.Segments.Add(new(Apps - 8, [.. "kernel.."u8, .. erased]));
                builder.Sections.Add(apps);
                break;
            case "unnamed":
                builder.Segments.Add(new(Apps, erased));
                break;
        }
        return builder;
    }

    public static Kernel Read(byte[] elf)
    {
        var found = new DiagnosticSink("kernel.elf");
        var kernel = Kernel.Read(new ElfSource(elf), found);
        Assert.Empty(found.Diagnostics);
        return kernel;
    }

    public static BoardImage Image(byte[] kernel, byte[] apps, uint address = Apps) => new()
    {
        Kernel = (Read(kernel), "kernel.elf"),
        Apps = new ImageBlock(address, apps),
        Family = 0xE48BFF56,
    };
}
