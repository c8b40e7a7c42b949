using System.CommandLine;
using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Elf2Tab.Reports;
using TabFormat.Images;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab image -o OUT APP...</c>: places TBFs one after another, as a kernel finds them in flash.</summary>
internal sealed class ImageCommand : ToolCommand
{
    private readonly ValueOption<string?> _output = ValueOption.Path("--output-file", "The image to write.").Or("-o");

    private readonly ValueOption<uint?> _base =
        new("--base", NumberValues.Multiple("ADDRESS", 4), "Flash address of the image's first byte [default: 0].");

    private readonly ValueOption<uint?> _align = new(
        "--align",
        new(
            "SIZE",
            $"a multiple of 4 from 4 to {PaddingRule.LargestMultiple}",
            text => NumberValues.ParseSize(text) is { } size && PaddingRule.IsMultiple(size) ? size : null),
        "Place apps at multiples of this [default: by its size, as the memory protection of a Cortex-M needs].");

    private readonly Option<bool> _quiet = Flags.Of("--quiet", "Print errors only, and no map.", "-q");

    /// <summary>The command.</summary>
    public ImageCommand()
        : base("image", "put many apps into one file for flash")
    {
        Add(Operands.Apps);
        Add(_output);
        Add(_base);
        Add(_align);
        Add(_quiet);
    }

    /// <inheritdoc/>
    public override string Introduction => """
        Places apps one after another, as a kernel finds them in flash: the largest
        first, padding where there are gaps, those with fixed addresses there.

        Usage: elf2tab image [OPTIONS] -o <OUT> <APP.tbf|APP.tab[,ARCHITECTURE]>...

          elf2tab image --base 0x40000 -o apps.bin blink.tab,cortex-m4 sensors.tbf
        """;

    /// <summary>Runs the command.</summary>
    /// <returns>0: the image is written; 1: something failed; 2: the command line was not understood.</returns>
    protected override ExitStatus Run(Invocation invocation)
    {
        var diagnostics = invocation.Diagnostics;
        if (invocation.Operands.Count == 0)
            throw diagnostics.Fail(Catalogue.NoInput, "no app", "name at least one TBF: `elf2tab image -o apps.bin app.tbf`");
        if (invocation.Value(_output) is not { } output)
            throw diagnostics.Fail(Catalogue.NoOutput, "no -o");
        diagnostics.IsQuiet = invocation.Value(_quiet);
        var inputs = invocation.Operands.SelectMany(file => ImageInput.Find(file, diagnostics)).ToList();
        new SourceFiles(inputs.Select(input => input.Path), diagnostics).CheckOutput(output, diagnostics, "give `-o` another name");

        var apps = ReadAll(inputs, diagnostics);
        WarnOfNames(apps, diagnostics);
        uint address = invocation.Value(_base) ?? 0;
        if (address % 1000 == 0 && address % 256 != 0)
            diagnostics.Report(Catalogue.AddressWithoutPrefix, $"--base {address} is 0x{address:x}");
        if (!ImageLayout.TryMake(apps, address, invocation.Value(_align), out var layout, out var finding))
            throw Fail(finding, diagnostics);
        byte[] image = layout.Write();
        foreach (string difference in ImageCheck.Differences(layout, image))
            diagnostics.Report(Catalogue.CheckFailed, difference);
        diagnostics.StopOnErrors();
        if (!diagnostics.IsQuiet)
            ImagePrinter.Print(invocation.Terminal.Beside(output), layout);
        OutputFiles.Write([new OutputFile(output, image)], diagnostics);
        return ExitStatus.Success;
    }

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
