using System.CommandLine;
using Elf2Tab.Boards;
using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Elf2Tab.Plan;
using Elf2Tab.Reports;
using Elf2Tab.Verification;
using TabFormat.Images;
using TabFormat.Tbf;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab image -o OUT APP...</c>: places TBFs one after another, as a kernel finds them in flash, with the kernel or alone.</summary>
internal sealed class ImageCommand : ToolCommand
{
    private readonly ValueOption<string?> _output =
        ValueOption.Output("--output-file", "The file to write.", ".bin", ".hex", ".elf", ".uf2").Or("-o");

    private readonly ValueOption<string?> _kernel =
        ValueOption.Path("--kernel", "The kernel's ELF: it is written too, and says where apps go.", ".elf");

    private readonly ValueOption<FlashFormat?> _format = new(
        "--format", ChoiceValues.Of<FlashFormat>("bin|hex|elf|uf2"), "What is written [default: as the output's name says].");

    private readonly ValueOption<uint?> _base = new(
        "--base", NumberValues.Multiple("ADDRESS", 4), "Flash address of the first app [default: the kernel's `_sapps`, else 0].");

    private readonly ValueOption<uint?> _size =
        new("--size", NumberValues.Size, "Bytes of flash for apps [default: up to the kernel's `_eapps`].");

    private readonly ValueOption<(uint, uint)?> _ram =
        BoardOptions.Ram("RAM for apps: is there enough? [default: the kernel's `_sappmem` to `_eappmem`].");

    private readonly ValueOption<Processor?> _machine =
        BoardOptions.Machine("The processor, whose memory protection says where apps can be [default: as the kernel's].");

    private readonly ValueOption<string?> _board = BoardOptions.File;

    private readonly ValueOption<string?> _boardOut =
        ValueOption.Output("--board-out", "Write what the kernel says of its board to this file.", ".toml");

    private readonly ValueOption<string?> _architecture = new(
        "--arch",
        new("NAME", "the name of an architecture such as rv32imac", text => text == "" ? null : text)
        {
            Completions = ChoiceValues.Proposing(Operands.Architectures),
        },
        "Take this architecture of every TAB; of builds for fixed addresses the one that fits.");

    private readonly ValueOption<uint?> _align = new(
        "--align",
        new(
            "SIZE",
            $"a multiple of 4 from 4 to {PaddingRule.LargestMultiple}",
            text => NumberValues.ParseSize(text) is { } size && PaddingRule.IsMultiple(size) ? size : null),
        "Place apps at multiples of this [default: as the memory protection needs; that of a Cortex-M where the processor is not known].");

    private readonly ValueOption<uint?> _round = new(
        "--round",
        new("SIZE", "a number of bytes from 1 to 16M", text => NumberValues.ParseSize(text) is > 0 and <= 16 << 20 and var size ? size : null),
        "Fill up the apps to a multiple of this: a page of flash.");

    private readonly ValueOption<uint?> _fill = new(
        "--fill",
        new("BYTE", "a number from 0 to 255", text => NumberValues.ParseHexU32(text) is <= byte.MaxValue and var value ? value : null),
        "What is in gaps, and behind the last app [default: 0xff].");

    private readonly ValueOption<uint?> _maximumSize =
        new("--max-size", NumberValues.Size, "Bytes that a binary may have, gaps and all [default: 32M].");

    private readonly ValueOption<uint?> _family = new(
        "--uf2-family",
        new(
            "ID",
            $"a number, or one of {string.Join(", ", Uf2.Families.Keys)}",
            text => Uf2.Families.TryGetValue(text, out uint family) ? family : NumberValues.ParseHexU32(text))
        {
            Completions = ChoiceValues.Proposing([.. Uf2.Families.Keys]),
        },
        $"For which chips a UF2 is: a number, or {string.Join(", ", Uf2.Families.Keys)}.");

    private readonly Option<bool> _quiet = Flags.Of("--quiet", "Print errors only, and no map.", "-q");

    /// <summary>The command.</summary>
    public ImageCommand()
        : base("image", "put many apps, and the kernel, into one file for flash")
    {
        Add(Operands.Apps);
        Option[] options =
        [
            _output, _format, _fill, _maximumSize, _family, _kernel, _board, _boardOut, _base, _size, _ram, _machine, _architecture, _align, _round, _quiet,
        ];
        foreach (var option in options)
            Add(option);
    }

    /// <inheritdoc/>
    public override string Introduction => """
        Places apps one after another, as a kernel finds them in flash: the largest
        first, padding where there are gaps, those with fixed addresses there. With a
        kernel it makes the file that is flashed.

        Usage: elf2tab image [OPTIONS] -o <OUT> <APP.tbf|APP.tab[,ARCHITECTURE]>...

          elf2tab image --kernel kernel.elf --arch rv32imac -o board.hex '*.tab'
          elf2tab image --base 0x40000 -o apps.bin blink.tab,cortex-m4 sensors.tbf
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<OptionGroup> Groups =>
        [
            new("What is written", "--output-file", "--format", "--fill", "--max-size", "--uf2-family", "--quiet"),
            new("The board", "--kernel", "--board", "--board-out", "--base", "--size", "--ram-address", "--machine"),
            new("The apps", "--arch", "--align", "--round"),
        ];

    /// <summary>Runs the command.</summary>
    /// <returns>0: the image is written; 1: something failed; 2: the command line was not understood.</returns>
    protected override ExitStatus Run(Invocation invocation)
    {
        var diagnostics = invocation.Diagnostics;
        diagnostics.IsQuiet = invocation.Value(_quiet);
        var (output, boardOut) = (invocation.Value(_output), invocation.Value(_boardOut));
        var (kernelFile, boardFile) = (invocation.Value(_kernel), invocation.Value(_board));
        if (boardOut is not null && kernelFile is null)
            throw diagnostics.Fail(Catalogue.MissingOption, "--board-out needs --kernel");
        if (invocation.Operands.Count == 0 && (boardOut is null || output is not null))
            throw diagnostics.Fail(Catalogue.NoInput, "no app", "name at least one TBF: `elf2tab image -o apps.bin app.tbf`");
        if (output is null && invocation.Operands.Count > 0)
            throw diagnostics.Fail(Catalogue.NoOutput, "no -o");
        var inputs = invocation.Operands.SelectMany(file => ImageInput.Find(file, diagnostics)).ToList();
        var sources = new SourceFiles([.. inputs.Select(input => input.Path), .. new[] { kernelFile, boardFile }.OfType<string>()], diagnostics);
        if (output is not null)
            sources.CheckOutput(output, diagnostics, "give `-o` another name");
        if (boardOut is not null && sources.CheckOutput(boardOut, diagnostics, "give `--board-out` another name") is var target
            && output is not null && OutputFiles.NameComparer.Equals(target, sources.CheckOutput(output, diagnostics)))
        {
            throw diagnostics.Fail(Catalogue.DuplicateOutput, $"{output} would be written for -o and for --board-out", "give `--board-out` another name");
        }
        var outputs = new List<OutputFile>();
        Action print = () => { };

        var board = BoardOptions.Read(boardFile, diagnostics);
        if (kernelFile is null)
        {
            outputs.Add(new OutputFile(output!, Make(invocation, inputs, board, null, out print)));
        }
        else
        {
            InputFile.Use(kernelFile, diagnostics, (source, found) =>
            {
                var kernel = Kernel.Read(source, found);
                kernel.Check(found);
                new Platform { Processor = invocation.Value(_machine) ?? board.Processor }.CheckKernelProcessor(kernel.Processor, found);
                found.StopOnErrors();
                if (kernel.AppsStart is null && (boardOut is not null || (invocation.Value(_base) is null && board.Flash is null)))
                    throw found.Fail(Catalogue.NoRoomForApps, "it has no symbol `_sapps` and no section `.apps`");
                if (boardOut is not null)
                {
                    var of = Board.Of(kernel);
                    if (of.Flash is null || of.Ram is null)
                        found.Report(Catalogue.PlacesNotSaid, $"nothing says where the {(of.Flash is null ? "flash" : "RAM")} for apps ends");
                    outputs.Add(new OutputFile(boardOut, of.Write()));
                }
                if (output is not null)
                    outputs.Add(new OutputFile(output, Make(invocation, inputs, board, (kernel, kernelFile), out print)));
                return true;
            });
        }
        OutputFiles.Write(outputs, diagnostics);
        print();
        return ExitStatus.Success;
    }

    /// <summary>Makes the file.</summary>
    /// <param name="invocation">The command line.</param>
    /// <param name="inputs">The apps.</param>
    /// <param name="board">What is known of the board.</param>
    /// <param name="kernel">The kernel; null: none is given.</param>
    /// <param name="print">Prints what is in it, once it is written.</param>
    private byte[] Make(
        Invocation invocation, List<ImageInput> inputs, Board board, (Kernel Kernel, string File)? kernel, out Action print)
    {
        var (output, diagnostics) = (invocation.Value(_output)!, invocation.Diagnostics);
        var format = FormatOf(invocation, output);
        if (format == FlashFormat.Uf2 && invocation.Value(_family) is null)
            throw diagnostics.Fail(
                Catalogue.MissingOption, "a UF2 says for which chips it is: it needs --uf2-family", $"give one of {string.Join(", ", Uf2.Families.Keys)}, or a number");
        if (format != FlashFormat.Uf2 && invocation.Value(_family) is not null)
            diagnostics.Report(Catalogue.OptionWithoutEffect, $"{output} is no UF2: --uf2-family says nothing of it", "leave the option out, or write a `.uf2`");
        if (format is not (null or FlashFormat.Binary) && invocation.Value(_maximumSize) is not null)
            diagnostics.Report(Catalogue.OptionWithoutEffect, $"{output} has no gaps in it: --max-size is for binaries", "leave the option out, or write a `.bin`");
        var room = RoomOf(invocation, board, kernel?.Kernel);
        var processor = invocation.Value(_machine) ?? kernel?.Kernel.Processor ?? board.Processor;
        var platform = new Platform { Kernel = board.Kernel, Processor = processor };
        var apps = new ImageApps(room, invocation.Value(_architecture), platform, diagnostics).ReadAll(inputs);
        WarnOfNames(apps, diagnostics);
        if (!ImageLayout.TryMake(apps, room, out var layout, out var finding))
            throw Fail(finding, diagnostics);
        byte fill = (byte)(invocation.Value(_fill) ?? ImageLayout.Erased);
        byte[] image = layout.Write(fill);
        foreach (string difference in ImageCheck.Differences(layout, image))
            diagnostics.Report(Catalogue.CheckFailed, difference);
        diagnostics.StopOnErrors();
        var file = new BoardImage
        {
            Kernel = kernel,
            Apps = new ImageBlock(layout.Base, image),
            Fill = fill,
            Family = invocation.Value(_family) ?? 0,
            MaximumSize = invocation.Value(_maximumSize) ?? ImageLayout.LargestSize,
            Unit = room.Unit ?? apps.Select(app => app.Unit).FirstOrDefault(unit => unit is not null),
        }.Write(format ?? FlashFormat.Binary, diagnostics);
        if (kernel is { } given)
            diagnostics.About(given.File, about => WarnOfPlaces(invocation, given.Kernel, layout, about));
        if (format is null)
            diagnostics.Report(Catalogue.FormatNotTold, $"{output} is written as a binary");
        ImageBlock[] blocks = [.. kernel?.Kernel.Blocks ?? []]; // what they are made of is closed when they are printed
        print = () =>
        {
            if (!diagnostics.IsQuiet)
                ImagePrinter.Print(invocation.Terminal.Beside(output), layout, room.Ram, blocks);
        };
        return file;
    }

    /// <summary>Where apps may be: as options say, else the kernel, else the board file.</summary>
    private ImageRoom RoomOf(Invocation invocation, Board board, Kernel? kernel)
    {
        uint? address = invocation.Value(_base);
        if (address is { } stated && stated % 1000 == 0 && stated % 256 != 0)
            invocation.Diagnostics.Report(Catalogue.AddressWithoutPrefix, $"--base {address} is 0x{address:x}");
        ulong from = address ?? kernel?.AppsStart ?? board.Flash?.From ?? 0;
        ulong? end = kernel?.AppsEnd ?? board.Flash?.To;
        (ulong, ulong)? ofBoard = invocation.Value(_ram) ?? board.Ram;
        return new ImageRoom(from)
        {
            End = invocation.Value(_size) is { } size ? from + size : end > from ? end : null,
            Alignment = invocation.Value(_align) ?? board.Granule,
            Unit = invocation.Value(_machine)?.Unit ?? kernel?.Unit ?? board.Processor?.Unit
                ?? (invocation.Value(_architecture) is { } architecture ? ProtectionUnit.Named(architecture) : null),
            Ram = invocation.Value(_ram) is null && kernel?.Ram is { } ofKernel ? ofKernel : ofBoard,
            Round = invocation.Value(_round) ?? 1,
        };
    }

    private FlashFormat? FormatOf(Invocation invocation, string output)
    {
        if (invocation.Value(_format) is { } format)
            return format;
        switch (Path.GetExtension(output).ToLowerInvariant())
        {
            case ".bin":
                return FlashFormat.Binary;
            case ".hex" or ".ihex":
                return FlashFormat.Hex;
            case ".elf":
                return FlashFormat.Elf;
            case ".uf2":
                return FlashFormat.Uf2;
            default:
                return null;
        }
    }

    /// <summary>Reports why an app cannot be in the image, about the app's file; to be thrown.</summary>
    private static InputException Fail(ImageFinding finding, DiagnosticSink diagnostics) =>
        diagnostics.About(finding.App.File, about => about.Fail(RuleCatalogue.Of(finding.Rule), finding.Text));

    /// <summary>Warns of options that put apps where the kernel does not look.</summary>
    private void WarnOfPlaces(Invocation invocation, Kernel kernel, ImageLayout layout, DiagnosticSink about)
    {
        if (kernel.AppsStart is { } start && layout.Base != start)
            about.Report(Catalogue.ElsewhereThanKernel, $"it looks for apps at 0x{start:x}; --base is 0x{layout.Base:x}");
        else if (layout.Base + layout.Size > kernel.AppsEnd)
            about.Report(Catalogue.ElsewhereThanKernel, $"it looks for apps up to 0x{kernel.AppsEnd:x}; they end at 0x{layout.Base + layout.Size:x}");
        if (invocation.Value(_ram) is var (from, to) && kernel.Ram is { } ram && (from < ram.From || to > ram.To))
            about.Report(Catalogue.ElsewhereThanKernel, $"it gives apps RAM from 0x{ram.From:x} to 0x{ram.To:x}; --ram-address is 0x{from:x}..0x{to:x}");
    }

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
