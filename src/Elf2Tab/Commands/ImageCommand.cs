using System.Collections.Immutable;
using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Elf2Tab.Reports;
using TabFormat.Images;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Commands;

/// <summary>Options of <c>image</c>.</summary>
internal sealed record ImageOptions
{
    /// <summary>TBFs, TABs, or TABs with an architecture.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>The file to write.</summary>
    public string? Output { get; init; }

    /// <summary>Flash address of the image's first byte.</summary>
    public uint Base { get; init; }

    /// <summary>Of what apps' addresses are multiples; null: as a Cortex-M needs it.</summary>
    public uint? Alignment { get; init; }

    /// <summary>Print errors only.</summary>
    public bool Quiet { get; init; }
}

/// <summary><c>elf2tab image -o OUT APP...</c>: places TBFs one after another, as a kernel finds them in flash.</summary>
internal static class ImageCommand
{
    private static readonly OptionTable<ImageOptions> Options = new(
        [
            new("output-file", 'o', OptionArity.One, OptionValue.Path, "The image to write.",
                (o, v) => v == "" ? null : o with { Output = v }),
            new("base", '\0', OptionArity.One, new("ADDRESS", "a multiple of 4, decimal or 0x hexadecimal"),
                "Flash address of the image's first byte [default: 0].",
                (o, v) => ConvertOptionTable.ParseSize(v) is { } address && address % 4 == 0 ? o with { Base = address } : null),
            new("align", '\0', OptionArity.One,
                new("BYTES", $"a multiple of 4 up to {PaddingRule.LargestMultiple}, decimal or 0x hexadecimal"),
                "Place apps at multiples of this [default: by its size, as the memory protection of a Cortex-M needs].",
                (o, v) => ConvertOptionTable.ParseSize(v) is { } size && PaddingRule.IsMultiple(size)
                    ? o with { Alignment = size }
                    : null),
            new("quiet", 'q', OptionArity.None, OptionValue.None, "Print errors only, and no map.", (o, _) => o with { Quiet = true }),
        ],
        (options, argument) => options with { Files = options.Files.Add(argument) });

    private static readonly Command<ImageOptions> Command = new(Options, () => $"""
        Places apps one after another, as a kernel finds them in flash: the largest
        first, padding where there are gaps, those with fixed addresses there.

        Usage: elf2tab image [OPTIONS] -o <OUT> <APP.tbf|APP.tab[,ARCHITECTURE]>...

        Options:
        {Options.Describe()}
        """, Compares: _ => false);

    /// <summary>Runs the command.</summary>
    /// <returns>0: the image is written; 1: something failed; 2: the command line was not understood.</returns>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal) =>
        Command.Run(new ImageOptions(), arguments, terminal, (parsed, diagnostics) =>
        {
            var options = parsed.Options;
            if (options.Files.IsEmpty)
                throw diagnostics.Fail(Catalogue.NoInput, "no app", "name at least one TBF: `elf2tab image -o apps.bin app.tbf`");
            if (options.Output is null)
                throw diagnostics.Fail(Catalogue.NoOutput, "no -o");
            diagnostics.IsQuiet = options.Quiet;
            var inputs = options.Files.SelectMany(file => ImageInput.Find(file, diagnostics)).ToList();
            var sources = new SourceFiles(inputs.Select(input => input.Path), diagnostics);
            sources.CheckOutput(options.Output, diagnostics, "give `-o` another name");

            var apps = ReadAll(inputs, diagnostics);
            WarnOfNames(apps, diagnostics);
            if (options.Base % 1000 == 0 && options.Base % 256 != 0)
                diagnostics.Report(Catalogue.AddressWithoutPrefix, $"--base {options.Base} is 0x{options.Base:x}");
            if (!ImageLayout.TryMake(apps, new ImageRoom(options.Base) { Alignment = options.Alignment }, out var layout, out var finding))
                throw Fail(finding, diagnostics);
            byte[] image = layout.Write();
            foreach (string difference in ImageCheck.Differences(layout, image))
                diagnostics.Report(Catalogue.CheckFailed, difference);
            diagnostics.StopOnErrors();
            if (!options.Quiet)
                ImagePrinter.Print(terminal.Beside(options.Output), layout);
            OutputFiles.Write([new OutputFile(options.Output, image)], diagnostics);
            return ExitStatus.Success;
        });

    /// <summary>Reads all apps; all of them, even when one is damaged.</summary>
    private static List<ImageApp> ReadAll(List<ImageInput> inputs, DiagnosticSink diagnostics)
    {
        var apps = new List<ImageApp>();
        foreach (var input in inputs)
        {
            try
            {
                var bytes = InputFile.ReadOutput(input.Path, diagnostics);
                apps.Add(diagnostics.About(input.Path, found => ReadApp(input, bytes, found)));
            }
            catch (InputException)
            {
                // Reported; the other files are read all the same.
            }
        }
        diagnostics.StopOnErrors();
        return apps;
    }

    private static ImageApp ReadApp(ImageInput input, ReadOnlyMemory<byte> bytes, DiagnosticSink diagnostics)
    {
        if (TabReader.IsTar(bytes.Span))
        {
            var member = Choose(TabReader.Read(bytes), input, diagnostics);
            (bytes, diagnostics) = (member.Bytes, diagnostics.In(member.Name));
        }
        var tbf = TbfReader.Read(bytes);
        diagnostics.Report(tbf.Findings);
        diagnostics.StopOnErrors();
        if (tbf.IsPadding)
            throw diagnostics.Fail(Catalogue.NoAppInTbf, $"it is padding of {tbf.TotalSize} bytes between apps");
        if (tbf.TotalSize < bytes.Length)
            throw diagnostics.Fail(
                Catalogue.BytesBehindTbf, $"{bytes.Length - tbf.TotalSize} bytes are behind the TBF, which has {tbf.TotalSize}");
        var app = new ImageApp(input.Path, tbf);
        if (!app.IsEnabled)
            diagnostics.Report(Catalogue.AppDisabled, "the enabled flag is not set");
        return app;
    }

    private static ParsedTabMember Choose(TabReading tab, ImageInput input, DiagnosticSink diagnostics)
    {
        diagnostics.Report(tab.Findings);
        diagnostics.StopOnErrors();
        string? architecture = input.Architecture;
        var tbfs = tab.Tbfs.Where(member => architecture is null || member.Architecture == architecture).ToList();
        if (tbfs is [var only])
            return only;
        string names = string.Join(", ", tab.Tbfs.Select(member => member.Architecture));
        throw diagnostics.Fail(
            Catalogue.ArchitectureNotChosen,
            architecture is null
                ? $"it has {tbfs.Count} architectures: {names}"
                : $"it has no {architecture}; its architectures are {names}",
            $"write `{input.Path},{tab.Tbfs.First().Architecture}`");
    }

    /// <summary>Reports why an app cannot be in the image, about the app's file; to be thrown.</summary>
    private static InputException Fail(ImageFinding finding, DiagnosticSink diagnostics) =>
        diagnostics.About(finding.App.File, about => about.Fail(KindOf(finding.Rule), finding.Text));

    private static DiagnosticKind KindOf(ImageRule rule) => rule switch
    {
        ImageRule.StartsInImage => Catalogue.BelowImage,
        ImageRule.NoOverlap => Catalogue.AppsOverlap,
        ImageRule.GapForPadding => Catalogue.GapTooSmall,
        ImageRule.EndsInRoom => Catalogue.OutsideRoom,
        ImageRule.Protection => Catalogue.FlashPlaceUnsuitable,
        ImageRule.RamOrder => Catalogue.RamOrderDiffers,
        ImageRule.RamOverlap => Catalogue.RamOverlaps,
        ImageRule.RamPlace => Catalogue.RamPlaceUnsuitable,
        ImageRule.RamSize => Catalogue.RamTooSmall,
        _ => Catalogue.ImageTooLarge,
    };

    private static void WarnOfNames(List<ImageApp> apps, DiagnosticSink diagnostics)
    {
        foreach (var group in apps.Where(app => app.Tbf.PackageName is { Length: > 0 }).GroupBy(app => app.Name, StringComparer.Ordinal))
        {
            string files = string.Join(" and ", group.Select(app => app.File));
            if (group.Count() > 1)
                diagnostics.Report(Catalogue.SameName, $"{files} are both called {group.Key}");
        }
    }
}
