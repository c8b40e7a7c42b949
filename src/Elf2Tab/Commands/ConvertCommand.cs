using System.Globalization;
using System.Security.Cryptography;
using Elf2Tab.Conversion;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Signing;
using TabFormat.Tab;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab [OPTIONS] ELF[,ARCHITECTURE]...</c>: converts ELF files and bundles them.</summary>
public sealed class ConvertCommand
{
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
    /// <returns>0: all outputs are written; 1: something failed; 2: the command line was not understood.</returns>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal)
    {
        var diagnostics = new DiagnosticSink(null);
        try
        {
            var parsed = ConvertOptionTable.Parse(arguments, diagnostics);
            if (parsed.Request == Request.Run)
                new ConvertCommand(parsed.Options, terminal, diagnostics).Convert();
            else
                terminal.Out.WriteLine(parsed.Request == Request.Help ? ConvertOptionTable.Help : Program.Version);
            DiagnosticPrinter.Print(terminal.Error, diagnostics, terminal.HasColour);
            return 0;
        }
        catch (Exception exception) when (exception is InputException or IOException)
        {
            if (exception is IOException)
                diagnostics.Report(Catalogue.CannotWrite, $"standard output: {FileErrors.Describe(exception)}");
            DiagnosticPrinter.Print(terminal.Error, diagnostics, terminal.HasColour);
            return diagnostics.Diagnostics.Any(diagnostic => diagnostic.Kind.Number < Catalogue.FirstFileNumber) ? 2 : 1;
        }
    }

    private void Convert()
    {
        var inputs = _options.Inputs.Select(input => ConvertInput.Parse(input, _diagnostics)).ToList();
        CheckNames(inputs);
        var buildDate = BuildDate();
        if (_options.KernelMajor is null)
            _diagnostics.Report(Catalogue.NoKernelVersion, "no --kernel-major: current kernels refuse an app that names no version");

        using var keys = LoadKeys();
        var converted = ConvertAll(inputs, keys);
        var files = converted.Select(entry => new OutputFile(entry.Key, entry.Value.Bytes)).ToList();
        files.Add(new OutputFile(_options.Output, MakeTab(inputs, converted, buildDate)));
        OutputFiles.Write(files, _diagnostics);
        if (_options.Verbose)
        {
            foreach (var file in files)
                _terminal.Out.WriteLine($"Wrote {DiagnosticPrinter.Printable(file.Path)}, {file.Bytes.Length} bytes.");
        }
    }

    /// <summary>Finds outputs that would replace one another or an input, before anything is read.</summary>
    private void CheckNames(List<ConvertInput> inputs)
    {
        var duplicate = inputs.GroupBy(input => input.Architecture, OutputFiles.NameComparer).FirstOrDefault(group => group.Count() > 1);
        if (duplicate is not null)
        {
            throw _diagnostics.Fail(
                Catalogue.DuplicateArchitecture, $"{string.Join(" and ", duplicate.Select(input => input.Path))} are both for {duplicate.Key}");
        }

        var sources = new HashSet<string>(OutputFiles.NameComparer);
        foreach (string? source in inputs.Select(input => input.Path).Concat([_options.Rsa4096Private, _options.EcdsaNistP256Private]))
        {
            if (source is not null)
                sources.Add(Resolve(source));
        }
        var targets = new Dictionary<string, string>(OutputFiles.NameComparer);
        foreach (var (target, origin) in inputs.Select(input => (input.TbfPath, input.Path)).Append((_options.Output, "-o")))
        {
            string resolved = Resolve(target);
            if (sources.Contains(resolved))
                throw _diagnostics.Fail(Catalogue.OutputIsInput, $"{target} would be written and is read");
            if (!targets.TryAdd(resolved, origin) && targets[resolved] != origin)
                throw _diagnostics.Fail(Catalogue.DuplicateOutput, $"{target} would be written for {targets[resolved]} and for {origin}");
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

    private SigningKeys LoadKeys()
    {
        if (!_options.HasCredentials)
            return SigningKeys.None;
        if (!OpenSsl.IsAvailable())
            throw _diagnostics.Fail(Catalogue.NoCryptography, "hashes and signatures need OpenSSL, which is not installed");
        return new SigningKeys(
            LoadKey(_options.Rsa4096Private, PrivateKeyFile.ReadRsa4096),
            LoadKey(_options.EcdsaNistP256Private, PrivateKeyFile.ReadEcdsaNistP256));
    }

    private TKey? LoadKey<TKey>(string? path, Func<byte[], DiagnosticSink, TKey> read)
        where TKey : AsymmetricAlgorithm
    {
        if (path is null)
            return null;
        return WithFile(path, diagnostics =>
        {
            using var source = ElfSource.Open(path);
            return source.Length <= PrivateKeyFile.LargestFile
                ? read(source.Read(0, source.Length).ToArray(), diagnostics)
                : throw diagnostics.Fail(Catalogue.KeyUnreadable, $"the file has {source.Length} bytes, far more than a key");
        });
    }

    /// <summary>Converts every ELF once, however many architectures it stands for; all of them, even when one fails.</summary>
    /// <returns>By path of the TBF, in the order of the inputs.</returns>
    private OrderedDictionary<string, Converted> ConvertAll(List<ConvertInput> inputs, SigningKeys keys)
    {
        var credentials = keys.CredentialsFor(_options);
        var converted = new OrderedDictionary<string, Converted>();
        bool failed = false;
        foreach (var input in inputs.DistinctBy(input => input.TbfPath))
        {
            try
            {
                var result = WithFile(input.Path, diagnostics =>
                {
                    using var source = ElfSource.Open(input.Path);
                    return Converter.Convert(source, credentials, _options, diagnostics);
                });
                converted.Add(input.TbfPath, result);
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

    /// <summary>Works on a file; what the system refuses becomes a diagnostic about it.</summary>
    private TResult WithFile<TResult>(string path, Func<DiagnosticSink, TResult> work)
    {
        var diagnostics = new DiagnosticSink(path);
        try
        {
            return work(diagnostics);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw diagnostics.Fail(Catalogue.NotFound, "no such file");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw diagnostics.Fail(Catalogue.CannotRead, Directory.Exists(path) ? "it is a directory" : FileErrors.Describe(exception));
        }
        finally
        {
            _diagnostics.Add(diagnostics);
        }
    }

    private byte[] MakeTab(List<ConvertInput> inputs, OrderedDictionary<string, Converted> converted, DateTimeOffset? buildDate)
    {
        string? kernel = _options.KernelMajor is { } major ? $"{major}.{_options.KernelMinor ?? 0}" : null;
        var metadata = new TabMetadata(_options.PackageName, kernel, _options.SupportedBoards, buildDate);
        return TabWriter.Write(metadata, [.. inputs.Select(input => new TabMember(input.Architecture + ".tbf", converted[input.TbfPath].Bytes))]);
    }
}
