using System.Globalization;
using Acceptance.Tests;
using TabFormat.Reading;
using Tests.Shared;

namespace EndToEnd.Tests;

/// <summary>A supervisor that reads one TBF after another finds all apps of an image, whatever is between them.</summary>
public sealed class ImageTests(Platform platform)
{
    [Theory]
    [InlineData("rv32imac", "pointers-xip.none", "pointers.relr", "memory.relr", "memory.rel")]
    [InlineData("rv64imac", "memory.relr", "pointers.relr", "pointers-xip.none")]
    [InlineData("cortex-m4", "pointers.relr", "memory.relr", "pointers.rel")]
    public void All_apps_of_an_image_run(string processor, params string[] names)
    {
        string[] elfs = [.. names.Select(name => $"{name}.{processor}")];
        var machine = new Machine(platform, processor);
        byte[] image = MakeImage(machine, elfs);

        // Padding lies between apps because of the alignment.
        var found = Walk(image).ToList();
        Assert.Equal(elfs.Order(), found.Where(tbf => !tbf.IsPadding).Select(tbf => tbf.PackageName).Order());
        Assert.True(found.FindIndex(tbf => tbf.IsPadding) is > 0 and int padding && padding < found.Count - 1);

        var apps = found.Where(tbf => !tbf.IsPadding).ToList();
        uint alignment = apps.Max(tbf => tbf.LoadTarget?.RamAlignment ?? 8);
        uint[] bases = machine.RandomBases(Combinations.NewRandom(), apps.Count, alignment);
        var console = machine.Boot(image, [.. apps.Zip(bases, (tbf, address) => tbf.IsLoadedToRam ? address : Machine.FixedRam)]);
        Assert.Empty(console.Refusals);
        for (int app = 0; app < apps.Count; app++)
            console.IsGood(app);
    }

    private byte[] MakeImage(Machine machine, string[] elfs)
    {
        using var directory = new TemporaryDirectory();
        foreach (string elf in elfs)
            File.WriteAllBytes(directory[$"{elf}.tbf"], platform.Convert(elf));
        string start = machine.Apps.ToString(CultureInfo.InvariantCulture);
        var result = ElfToTab.Run(
            directory.Path, ["image", "-o", "apps.bin", "--base", start, "--align", "4096", .. elfs.Select(elf => $"{elf}.tbf")]);
        Assert.True(result.ExitCode == 0, result.Error);
        return File.ReadAllBytes(directory["apps.bin"]);
    }

    private static IEnumerable<TbfReading> Walk(byte[] image)
    {
        for (int offset = 0; image[offset..].Any(value => value != 0xFF);)
        {
            var tbf = TbfReader.Read(image.AsMemory(offset));
            Assert.Empty(tbf.Findings);
            yield return tbf;
            offset += (int)tbf.TotalSize;
        }
    }
}
