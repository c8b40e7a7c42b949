using System.Globalization;
using System.Text;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan;
using Elf2Tab.Tests.Elf;
using Elf2Tab.Tests.Plan;
using Elf2Tab.Verification;
using TabFormat.Reading;
using TabFormat.Tbf;
using Tests.Shared;

namespace Elf2Tab.Tests.Verification;

/// <summary>
/// <c>testdata/loader</c>: TBFs of all RAM-loaded apps of the test data, and what the reference loader makes of them at several places.
/// Loaders written in other languages are held against that.
/// </summary>
public sealed class LoaderFilesTests
{
    private const string Directory = "testdata/loader";

    /// <summary>Apps that take more are left out.</summary>
    private const uint LargestRam = 0x10000;

    /// <summary>Apps of which the test data has no ELF.</summary>
    private static readonly Dictionary<string, PieBuilder> Made = new()
    {
        ["made-fixed"] = new() { Type = ElfType.Executable, Origin = 0x2000_0010, HasDynamic = false, StackInFront = 0x10 },
        ["made-aarch64"] = new()
        {
            Machine = ElfMachine.AArch64,
            Is64Bit = true,
            Origin = 0x1000,
            Rela = [new(0x1000 + PieBuilder.Data, 1027, Addend: 0x1010)],
        },
        ["made-text-relocations"] = new() { Rel = [new(0x20, PieBuilder.Relative)], Relr = [PieBuilder.Data] },
        ["made-relocated-bss"] = new()
        {
            Origin = 0x8000_0000,
            Rela = [new(0x8000_0000 + PieBuilder.ImageSize + 0x20, PieBuilder.Relative, Addend: 0x8000_0010)],
        },
        ["made-unaligned"] = new() { Rel = [new(PieBuilder.Data + 2, PieBuilder.Relative)] },
        ["made-x86-64"] = new()
        {
            Machine = ElfMachine.X8664,
            Is64Bit = true,
            Origin = 0x40_0000,
            StackInFront = 0x400,
            Rel = [new(0x40_0000 + PieBuilder.Data, 8)],
            Relr = [0x40_0008 + PieBuilder.Data, 0b1011],
        },
    };

    [Fact]
    public void Memory_is_what_is_on_record_for_loaders_of_others()
    {
        var list = new StringBuilder(
            """
            # What a loader makes of each TBF here: with the app's RAM at `base`, it starts at `entry`, and the RAM, `ram_size` bytes from `base`,
            # holds the bytes of the memory file, then zeros. Numbers are hexadecimal. Written by LoaderFilesTests with ELF2TAB_UPDATE_GOLDEN=1.
            # tbf	base	entry	ram_size	memory

            """.ReplaceLineEndings("\n"));
        foreach (var (name, elf) in Elfs().OrderBy(app => app.Name, StringComparer.Ordinal))
        {
            if (Convert(elf) is not { } bytes || TbfReader.Read(bytes) is not { LoadTarget: { RamSize: <= LargestRam } target } tbf)
                continue;
            Golden.Matches($"{Directory}/{name}.tbf", bytes);
            ulong[] bases = target.Placement == RamPlacement.AtLinkAddress
                ? [target.LinkAddress]
                : [target.RamAlignment, 0x2000_0000U + (3 * target.RamAlignment), 0x8765_0000];
            foreach (var (index, address) in bases.Index())
            {
                var (memory, entry) = Load(tbf, address);
                string file = $"{name}.{index}.bin";
                Golden.Matches($"{Directory}/{file}", memory);
                list.Append(CultureInfo.InvariantCulture, $"{name}.tbf\t{address:x}\t{entry:x}\t{target.RamSize:x}\t{file}\n");
            }
        }
        Golden.Matches($"{Directory}/loader.tsv", list.ToString());
    }

    private static IEnumerable<(string Name, byte[] Elf)> Elfs()
    {
        foreach (string directory in (string[])["elf", "edge", "faults"])
        {
            foreach (string path in System.IO.Directory.EnumerateFiles(TestData.PathOf(directory), "*.elf"))
                yield return ($"{directory}-{Path.GetFileNameWithoutExtension(path)}", File.ReadAllBytes(path));
        }
        foreach (var (name, pie) in Made)
            yield return (name, pie.Build());
    }

    /// <summary>The TBF of a RAM-loaded app, to be relocated by the loader where that can do it; null: it is none.</summary>
    private static byte[]? Convert(byte[] elf)
    {
        var diagnostics = new DiagnosticSink("app.elf");
        try
        {
            var file = ElfFile.Read(new ElfSource(elf), diagnostics);
            if (!file.IsPositionIndependent && file.LoadSegments.Any(segment => segment.VirtualAddress != segment.PhysicalAddress || segment.VirtualAddress < 0x2000_0000))
                return null;
            if (!file.IsPositionIndependent && file.Sections.Any(section => section.Name == ".header"))
                return null;
        }
        catch (InputException)
        {
            return null;
        }
        var options = new ConvertOptions { Load = LoadChoice.Ram, PackageName = "app", KernelMajor = 2, KernelMinor = 1 };
        return (RamConversion.Of(elf, options with { RelocateBy = RelocateBy.Loader }).Result ?? RamConversion.Of(elf, options).Result)?.Bytes;
    }

    /// <summary>Memory without the zeros at its end, and the entry point.</summary>
    private static (byte[] Memory, ulong Entry) Load(TbfReading tbf, ulong address)
    {
        var asLoaderRelocates = tbf.Flags.HasFlag(TbfFlags.LoaderRelocates) ? tbf : tbf with { RelocationTables = [] };
        var app = ReferenceLoader.LoadTbf(asLoaderRelocates, address, new LoadHints(0, 4, null, IsFixed: false, TrailerSize: 0, HeaderTable: null));
        byte[] memory = new byte[tbf.LoadTarget!.RamSize];
        app.Bytes(app.Start, (uint)(app.End - app.Start)).CopyTo(memory, (int)app.Start);
        for (int offset = 0; offset + app.WordSize <= memory.Length; offset++)
        {
            bool isOutside = (ulong)offset + (ulong)app.WordSize > app.End || (ulong)offset < app.Start;
            if (isOutside && app.Word((ulong)offset) is > 0 and var word)
                BitConverter.GetBytes(word).AsSpan(0, app.WordSize).CopyTo(memory.AsSpan(offset));
        }
        ulong entry = address + app.Entry;
        return (memory[..(Array.FindLastIndex(memory, value => value != 0) + 1)], app.WordSize == 8 ? entry : (uint)entry);
    }
}
