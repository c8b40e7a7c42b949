using System.Globalization;
using Elf2Tab.Conversion;
using Elf2Tab.Diagnostics;
using Elf2Tab.Inspection;
using Elf2Tab.Signing;
using TabFormat.Tab;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab [OPTIONS] ELF[,ARCHITECTURE]...</c>: converts ELF files and bundles them.</summary>
public sealed class ConvertCommand
{
    private const int Trouble = 2;

    private readonly ConvertOptions _options;
    private readonly Terminal _terminal;
    private readonly DiagnosticSink _diagnostics;

    private ConvertCommand(ConvertOptions options, Terminal terminal, DiagnosticSink diagnostics)
    {
        _options = options;
        _terminal = terminal;
        _diagnostics = diagnostics;
    }

    /// <summary>Runs the command.</summary>
    /// <returns>
    /// 0: all outputs are written; 1: something failed; 2: the command line was not understood. With <c>--check</c> 0: all
    /// outputs are as they would be written; 1: one differs; 2: trouble.
    /// </returns>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal) =>
        new Command<ConvertOptions>(ConvertOptionTable.Table, () => ConvertOptionTable.Help, TroubleStatus: 1).Run(
            new ConvertOptions(), arguments, terminal, (parsed, diagnostics) =>
            {
                ConvertOptionTable.Check(parsed, diagnostics);
                diagnostics.IsQuiet = parsed.Options.Quiet;
                var command = new ConvertCommand(parsed.Options, terminal, diagnostics);
                try
                {
                    return command.Convert();
                }
                catch (InputException) when (parsed.Options.Check)
                {
                    return Trouble;
                }
            });

    private int Convert()
    {
        var inputs = _options.Inputs.Select(input => ConvertInput.Parse(input, _diagnostics)).ToList();
        CheckNames(inputs);
        var buildDate = BuildDate();
        if (_options.KernelMajor is null)
            _diagnostics.Report(
                Catalogue.NoKernelVersion, "no --kernel-major: current kernels refuse an app that names no version");

        using var keys = SigningOptionTable.LoadKeys(_options.Signing, _diagnostics);
        var converted = ConvertAll(inputs, keys);
        if (_options.WarningsAsErrors && _diagnostics.HasWarnings)
            throw _diagnostics.Fail(Catalogue.WarningsAreErrors, "there were warnings, and --warnings-as-errors was given");
        var files = converted.Select(entry => new OutputFile(entry.Key, entry.Value)).ToList();
        files.Add(new OutputFile(_options.Output, MakeTab(inputs, converted, buildDate)));
        return _options.Check ? CompareWithDisk(files, keys) : Write(files);
    }

    private int Write(List<OutputFile> files)
    {
        foreach (var file in _options.Verbose ? files : [])
            _terminal.Out.WriteLine($"Writing {DiagnosticPrinter.Printable(file.Path)}, {file.Bytes.Length} bytes.");
        OutputFiles.Write(files, _diagnostics);
        return 0;
    }

    /// <summary>Prints in which fields the outputs differ from what is on disk. The build date does not count.</summary>
    private int CompareWithDisk(List<OutputFile> files, SigningKeys keys)
    {
        bool isEqual = true;
        foreach (var file in files)
        {
            IReadOnlyList<Difference> differences = [new(null, "it is missing", null, null, null)];
            if (File.Exists(file.Path))
            {
                var disk = InputFile.ReadWhole(file.Path, _diagnostics);
                differences = Differ.Compare(disk, EcdsaSignatures.TakeOver(disk, file.Bytes, keys.EcdsaNistP256), ignoreBuildDate: true);
            }
            foreach (var difference in differences)
                _terminal.Out.WriteLine(DiagnosticPrinter.Printable($"{file.Path}: {difference}"));
            isEqual &= differences.Count == 0;
        }
        return isEqual ? 0 : 1;
    }

    /// <summary>Finds outputs that would replace one another or an input, before anything is read.</summary>
    private void CheckNames(List<ConvertInput> inputs)
    {
        var duplicate = inputs.GroupBy(input => input.Architecture, OutputFiles.NameComparer).FirstOrDefault(group => group.Count() > 1);
        if (duplicate is not null)
        {
            throw _diagnostics.Fail(
                Catalogue.DuplicateArchitecture,
                $"{string.Join(" and ", duplicate.Select(input => input.Path))} are both for {duplicate.Key}");
        }

        var sources = inputs.Select(input => input.Path).Concat(_options.Signing.Files).Select(Resolve).ToHashSet(OutputFiles.NameComparer);
        var targets = new Dictionary<string, string>(OutputFiles.NameComparer);
        foreach (var (target, origin) in inputs.Select(input => (input.TbfPath, input.Path)).Append((_options.Output, "-o")))
        {
            string resolved = Resolve(target);
            if (sources.Contains(resolved))
                throw _diagnostics.Fail(Catalogue.OutputIsInput, $"{target} would be written and is read");
            if (!targets.TryAdd(resolved, origin) && targets[resolved] != origin)
                throw _diagnostics.Fail(
                    Catalogue.DuplicateOutput, $"{target} would be written for {targets[resolved]} and for {origin}");
        }
    }

    private string Resolve(string path)
    {
        try
        {
            return OutputFiles.Resolve(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw _diagnostics.Fail(Catalogue.CannotRead, $"{path}: {FileErrors.Describe(exception)}");
        }
    }

    /// <summary>The time for metadata.toml: that of the environment, so that builds repeat, else now.</summary>
    private DateTimeOffset? BuildDate()
    {
        if (_options.Deterministic)
            return null;
        string? epoch = Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH");
        if (string.IsNullOrEmpty(epoch))
            return DateTimeOffset.UtcNow;
        return long.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : throw _diagnostics.Fail(Catalogue.InvalidBuildDate, $"SOURCE_DATE_EPOCH is `{epoch}`");
    }

    /// <summary>Converts every ELF once, however many architectures it stands for; all of them, even when one fails.</summary>
    /// <returns>By path of the TBF, in the order of the inputs.</returns>
    private OrderedDictionary<string, byte[]> ConvertAll(List<ConvertInput> inputs, SigningKeys keys)
    {
        var credentials = keys.CredentialsFor(_options.Signing);
        var converted = new OrderedDictionary<string, byte[]>();
        long size = 0;
        bool failed = false;
        foreach (var input in inputs.DistinctBy(input => input.TbfPath))
        {
            try
            {
                var result = InputFile.Use(
                    input.Path, _diagnostics, (source, diagnostics) => Converter.Convert(source, credentials, _options, diagnostics));
                converted.Add(input.TbfPath, result.Bytes);
                size += result.Bytes.Length;
                if (size > 2L * _options.MaxSize)
                    throw _diagnostics.Fail(Catalogue.TooLarge, $"the TBFs have {size} bytes together; at most twice --max-size is allowed");
                if (_options.Verbose)
                    PlanPrinter.Print(_terminal.Out, input, result);
            }
            catch (InputException)
            {
                failed = true;
            }
        }
        return failed ? throw new InputException("an input failed") : converted;
    }

    private byte[] MakeTab(List<ConvertInput> inputs, OrderedDictionary<string, byte[]> converted, DateTimeOffset? buildDate)
    {
        string? kernel = _options.KernelMajor is { } major ? $"{major}.{_options.KernelMinor ?? 0}" : null;
        var metadata = new TabMetadata(_options.PackageName, kernel, _options.SupportedBoards, buildDate);
        return TabWriter.Write(
            metadata, [.. inputs.Select(input => new TabMember(input.Architecture + ".tbf", converted[input.TbfPath]))]);
    }
}
