using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Elf2Tab.Plan;
using Elf2Tab.Verification;
using TabFormat.Images;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Building;

/// <summary>
/// Reads the apps of an image. A TAB has TBFs for several architectures, and of one architecture perhaps several, which are linked for
/// other addresses: <c>rv32imac.0x20040080.0x80002800.tbf</c>. Of these the first is taken that has a place beside the apps before.
/// </summary>
/// <param name="room">Where the apps may lie.</param>
/// <param name="architecture">Which architecture of every TAB is taken; null: its only one.</param>
/// <param name="platform">What the board takes.</param>
/// <param name="diagnostics">Where to report.</param>
internal sealed class ImageApps(ImageRoom room, string? architecture, Platform platform, DiagnosticSink diagnostics)
{
    private readonly List<ImageApp> _fixed = [];

    /// <summary>The processor of the board: where nothing says it that of the first app.</summary>
    private Processor? _processor = platform.Processor;

    /// <summary>Reads all apps; all of them, even when one is damaged.</summary>
    /// <exception cref="InputException">One cannot be used; every fault is reported.</exception>
    public List<ImageApp> ReadAll(IEnumerable<ImageInput> inputs)
    {
        var apps = new List<ImageApp>();
        foreach (var input in inputs)
        {
            try
            {
                var bytes = InputFile.ReadOutput(input.Path, diagnostics);
                var app = diagnostics.About(input.Path, found => Read(input, bytes, found));
                apps.Add(app);
                if (app.FixedStart is not null || app.FixedRam is not null)
                    _fixed.Add(app);
            }
            catch (InputException)
            {
                // Reported; the other files are read all the same.
            }
        }
        diagnostics.StopOnErrors();
        return apps;
    }

    private ImageApp Read(ImageInput input, ReadOnlyMemory<byte> bytes, DiagnosticSink found)
    {
        if (!TabReader.IsTar(bytes.Span))
            return Note(ReadApp(input.Path, input.Architecture, bytes, found), found);
        var tab = TabReader.Read(bytes);
        var builds = Choose(tab, input, found)
            .Select(member => ReadApp(input.Path, member.Architecture, member.Bytes, found.In(member.Name))).ToList();
        if (builds is [var only])
            return Note(only, found);
        if (builds.Count(build => build.FixedStart is null && build.FixedRam is null) > 1)
            throw FailToChoose(tab, input, $"more than one of its builds runs at any address: {NamesOf(tab)}", found);
        var reasons = new List<string>();
        foreach (var build in builds)
        {
            if (ImageLayout.TryMake([.. _fixed, build], room, out _, out var finding))
                return Note(build, found);
            reasons.Add($"with {Place(build)} {finding.Text}");
        }
        throw found.Fail(Catalogue.NoBuildFits, $"it has {builds.Count} builds: {string.Join("; ", reasons)}");
    }

    private static string Place(ImageApp build) =>
        build.FixedStart is { } start ? $"flash 0x{start:x}" : build.FixedRam is { } ram ? $"RAM 0x{ram:x}" : "any address";

    private static ImageApp Note(ImageApp app, DiagnosticSink found)
    {
        if (!app.IsEnabled)
            found.Report(Catalogue.AppDisabled, "the enabled flag is not set");
        return app;
    }

    /// <param name="file">The file.</param>
    /// <param name="stated">The architecture that it is for; null: a file's name may say it.</param>
    /// <param name="bytes">A TBF.</param>
    /// <param name="found">Where to report.</param>
    private ImageApp ReadApp(string file, string? stated, ReadOnlyMemory<byte> bytes, DiagnosticSink found)
    {
        var tbf = TbfReader.Read(bytes);
        found.Report(tbf.Findings);
        found.StopOnErrors();
        if (tbf.IsPadding)
            throw found.Fail(Catalogue.NoAppInTbf, $"it is padding of {tbf.TotalSize} bytes between apps");
        if (tbf.TotalSize < bytes.Length)
            throw found.Fail(
                Catalogue.BytesBehindTbf, $"{bytes.Length - tbf.TotalSize} bytes are behind the TBF, which has {tbf.TotalSize}");
        var processor = Processor.Named(stated ?? Path.GetFileName(file));
        _processor ??= processor;
        (platform with { Processor = _processor }).CheckProcessor(processor, found);
        if (platform.Kernel is not null)
            platform.CheckKernel(tbf, found);
        else if (tbf.KernelVersion is null)
            found.Report(Catalogue.NoKernelVersion, "it names no kernel version: current kernels refuse it", "convert it with `--kernel-major`, or set the version with `elf2tab edit`");
        RepeatedElements.Check(tbf, found);
        found.StopOnErrors();
        return new ImageApp(file, tbf) { Unit = stated is null ? null : processor?.Unit };
    }

    /// <summary>The builds that may be meant: that of a name, or all of one architecture.</summary>
    private List<ParsedTabMember> Choose(TabReading tab, ImageInput input, DiagnosticSink found)
    {
        found.Report(tab.Findings);
        found.StopOnErrors();
        string? wanted = input.Architecture ?? architecture;
        var exact = tab.Tbfs.Where(member => member.Architecture == wanted).ToList();
        if (exact is [_])
            return exact;
        var builds = tab.Tbfs.Where(member => wanted is null || ArchitectureOf(member) == wanted).ToList();
        if (builds.Count > 0 && builds.TrueForAll(member => ArchitectureOf(member) == ArchitectureOf(builds[0])))
            return builds;
        throw FailToChoose(
            tab,
            input,
            wanted is null ? $"it has {builds.Count} architectures: {NamesOf(tab)}" : $"it has no {wanted}; its architectures are {NamesOf(tab)}",
            found);
    }

    private static string NamesOf(TabReading tab) => string.Join(", ", tab.Tbfs.Select(member => member.Architecture));

    /// <summary>Advises a build for the processor of the board, if both are known, and no other.</summary>
    private InputException FailToChoose(TabReading tab, ImageInput input, string text, DiagnosticSink found)
    {
        var fitting = tab.Tbfs.FirstOrDefault(member => room.Unit is { } unit && member.Architecture.Split('.').Any(part => ProtectionUnit.Named(part) == unit));
        string hint = fitting is not null ? $"write `{input.Path},{fitting.Architecture}`"
            : room.Unit is { } board ? $"the board has {board.Name}: give a TAB with a build for it"
            : $"write `{input.Path},ARCHITECTURE`, with that of the board";
        return found.Fail(Catalogue.ArchitectureNotChosen, text, hint);
    }

    /// <summary>What stands before the first dot, as tockloader has it.</summary>
    private static string ArchitectureOf(ParsedTabMember member) => member.Architecture.Split('.')[0];
}
