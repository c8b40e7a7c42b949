using System.Collections.Immutable;
using System.Globalization;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Files;
using Elf2Tab.Keys;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Elf2Tab.Reports;
using Elf2Tab.Verification;
using TabFormat.Reading;
using TabFormat.Tab;
using TabFormat.Tbf;

namespace Elf2Tab.Building;

// A TAB is what people install: one app, built for each processor that it is to run on, as a tar of TBFs. A bundle is all that one run
// makes for a TAB; a manifest lists many such runs.

/// <summary>What became of an ELF. Nothing is kept of the file, so that hundreds take little memory.</summary>
/// <param name="Input">The ELF.</param>
/// <param name="Tbf">Its TBF.</param>
/// <param name="MinimumRamSize"><c>minimum_ram_size</c>, bytes.</param>
/// <param name="RamSize">The memory that the app gets, bytes; of a RAM-loaded app with the image.</param>
/// <param name="Explanation">How it was made, in sentences; empty: nobody asked.</param>
internal sealed record ConvertedInput(ConvertInput Input, byte[] Tbf, uint MinimumRamSize, ulong RamSize, string Explanation)
{
    /// <summary>What is to be known when the ELF is closed.</summary>
    public static ConvertedInput Of(ConvertInput input, Converted made, bool isExplained) =>
        new(input, made.Bytes, made.Plan.Memory.Total, made.Plan.RamSize, isExplained ? PlanPrinter.Explain(input.Path, made) : "");
}

/// <summary>All that one conversion makes; nothing of it is written yet.</summary>
/// <param name="Converted">Every ELF once, in the order of the inputs.</param>
/// <param name="Outputs">What make is to know, the TBFs, and the TAB, which comes last.</param>
internal sealed record Bundle(ImmutableArray<ConvertedInput> Converted, ImmutableArray<OutputFile> Outputs)
{
    /// <summary>Most bytes of the TBFs of a TAB: more than the flash of all boards that one TAB is for.</summary>
    public const long LargestTab = 256 * 1024 * 1024;

    /// <summary>Where <c>e_machine</c> is in an ELF file.</summary>
    private const int MachineOffset = 18;

    /// <summary>Fewer inputs are converted sooner than threads are started.</summary>
    private const int WorthThreads = 8;

    /// <summary>Converts the inputs and bundles them.</summary>
    /// <exception cref="InputException">Something failed, and was reported.</exception>
    public static Bundle Make(ConversionFiles files, RunOptions options, SigningKeys keys, DiagnosticSink diagnostics)
    {
        var buildDate = BuildDate(options, diagnostics);
        OutputName.Check("-o", options.NoTab ? null : options.Output, isTab: true, diagnostics);
        OutputName.Check("--tbf", options.TbfFile, isTab: false, diagnostics);
        if (options.Convert.KernelMajor is null)
            diagnostics.Report(
                Catalogue.NoKernelVersion, "no --kernel-major: current kernels refuse an app that names no version");

        var converted = ConvertAll(files, options, keys, diagnostics);
        diagnostics.StopOnErrors();
        if (options.WarningsAsErrors && diagnostics.HasWarnings)
            throw diagnostics.Fail(Catalogue.WarningsAreErrors, "there were warnings, and --warnings-as-errors was given");

        var outputs = ImmutableArray.CreateBuilder<OutputFile>();
        if (options.DependencyFile is { } path && !options.Check)
        {
            var targets = files.Written.Where(file => file != path && !DescriptorStream.IsStandardOutput(file));
            outputs.Add(new OutputFile(path, MakeRule.Write(targets, files.Read.Where(file => !StandardInput.Is(file)), diagnostics)));
        }
        var tbfs = converted.ToDictionary(made => made.Input.Path, made => made.Tbf);
        foreach (var input in files.Inputs.DistinctBy(input => input.TbfPath))
        {
            if (input.TbfPath is { } tbf)
                outputs.Add(new OutputFile(tbf, tbfs[input.Path]));
        }
        if (!options.NoTab)
        {
            outputs.Add(new OutputFile(options.Output, MakeTab(files.Inputs, tbfs, MetadataFor(options, buildDate), diagnostics)));
        }
        return new Bundle(converted, outputs.ToImmutable());
    }

    /// <summary>The time for metadata.toml: that of the environment, so that builds repeat, else now.</summary>
    private static DateTimeOffset? BuildDate(RunOptions options, DiagnosticSink diagnostics)
    {
        if (options.Deterministic)
            return null;
        string? epoch = Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH");
        if (string.IsNullOrEmpty(epoch))
            return DateTimeOffset.UtcNow;
        return long.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : throw diagnostics.Fail(Catalogue.InvalidBuildDate, $"SOURCE_DATE_EPOCH is `{epoch}`");
    }

    /// <summary>
    /// Converts every ELF once, however many architectures it stands for; all of them, even when one fails, so that one run
    /// shows all that is wrong.
    /// </summary>
    private static ImmutableArray<ConvertedInput> ConvertAll(
        ConversionFiles files, RunOptions options, SigningKeys keys, DiagnosticSink diagnostics)
    {
        var credentials = keys.CredentialsFor(options.Convert.Signing);
        ConvertInput[] distinct = [.. files.Inputs.DistinctBy(input => input.Path)];
        var converted = new ConvertedInput?[distinct.Length];
        var sinks = new DiagnosticSink[distinct.Length];
        var architectures = files.Inputs.ToLookup(input => input.Path, input => input.Architecture);
        long size = 0;
        bool isKeyDamaged = false;
        bool isForBoard = false;
        if (distinct.Length < WorthThreads)
        {
            for (int index = 0; index < distinct.Length; index++)
                ConvertOne(index);
        }
        else
        {
            Parallel.For(0, distinct.Length, ConvertOne);
        }

        if (isKeyDamaged)
            throw KeyFiles.FailDamaged(options.Convert.Signing, diagnostics);
        foreach (var sink in sinks)
            diagnostics.Add(sink);
        if (size > LargestTab)
        {
            throw diagnostics.Fail(
                Catalogue.TooLarge, $"the TBFs of one TAB have at most {LargestTab} bytes together", "make several TABs, with `-o`");
        }
        if (!Array.TrueForAll(converted, made => made is not null))
            throw new InputException("an input failed");
        if (!isForBoard)
            diagnostics.Report(Catalogue.NothingForBoard, $"{options.BoardFile} is of a board with {options.Board.Machine}, for which nothing is converted");
        return [.. converted!];

        void ConvertOne(int index)
        {
            var input = distinct[index];
            sinks[index] = diagnostics.Apart(input.Path);
            try
            {
                var made = InputFile.Use(
                    input.Path,
                    sinks[index],
                    (source, found) =>
                    {
                        var app = Converter.Convert(source, credentials, options.Convert, found);
                        CheckNames(app.Elf, architectures[input.Path], found);
                        if (options.Board.Processor?.Runs(Processor.Of(app.Elf)) != false)
                            isForBoard = true;
                        return ConvertedInput.Of(input, CheckBoard(app, options, found), options.Verbose);
                    });
                if (Interlocked.Add(ref size, architectures[input.Path].Count() * (long)made.Tbf.Length) <= LargestTab)
                    converted[index] = made;
            }
            catch (InputException)
            {
                // It is reported; the other inputs are converted all the same.
            }
            catch (DamagedKeyException)
            {
                isKeyDamaged = true; // told once, of the key
            }
        }
    }

    /// <summary>Warns of architectures that do not run the app.</summary>
    private static void CheckNames(ElfFile elf, IEnumerable<string> architectures, DiagnosticSink diagnostics)
    {
        foreach (string architecture in architectures)
        {
            if (Processor.Named(architecture) is { } named && Processor.Of(elf) is var processor && !named.Runs(processor))
            {
                diagnostics.Report(
                    Catalogue.OtherArchitecture, $"it is for {processor.Name}, and goes by the name of {architecture}", place: Place.AtOffset(MachineOffset));
            }
        }
    }

    /// <summary>Says why a kernel on the board would refuse an app that is for its processor.</summary>
    private static Converted CheckBoard(Converted made, RunOptions options, DiagnosticSink diagnostics)
    {
        var board = options.Board;
        if (options.BoardFile is null || options.Convert.Disable || (board.Processor?.Unit is { } unit && made.Plan.ProtectionUnit != unit))
            return made;
        var platform = new Platform
        {
            Kernel = board.Kernel,
            FlashAddress = (uint?)made.Plan.StartAddress,
            Ram = board.Ram,
            Unit = made.Plan.ProtectionUnit,
        };
        platform.Check(TbfReader.Read(made.Bytes), diagnostics);
        if (made.Plan.StartAddress is { } start && board.Flash is { } flash && (start < flash.From || start + made.Tbf.TotalSize > flash.To))
        {
            diagnostics.Report(
                Catalogue.OutsideRoom,
                $"the TBF belongs at 0x{start:x} to 0x{start + made.Tbf.TotalSize:x}; the board has flash for apps from 0x{flash.From:x} to 0x{flash.To:x}",
                "link the app for another place, make it smaller, or mend `flash` in the board file");
        }
        diagnostics.StopOnErrors();
        return made;
    }

    private static TabMetadata MetadataFor(RunOptions options, DateTimeOffset? buildDate)
    {
        string? kernel = options.Convert.KernelMajor is { } major ? $"{major}.{options.Convert.KernelMinor ?? 0}" : null;
        return new TabMetadata(options.Convert.PackageName, kernel, options.SupportedBoards, buildDate);
    }

    /// <summary>Makes the TAB and reads it back: there are names, numbers of members and sizes that tools do not take.</summary>
    private static byte[] MakeTab(
        ImmutableArray<ConvertInput> inputs, Dictionary<string, byte[]> tbfs, TabMetadata metadata, DiagnosticSink diagnostics)
    {
        byte[] tab = TabWriter.Write(
            metadata, [.. inputs.Select(input => new TabMember(input.Architecture + ".tbf", tbfs[input.Path]))]);
        diagnostics.Report(TabReader.CheckWritten(tab, metadata));
        diagnostics.StopOnErrors();
        return tab;
    }
}
