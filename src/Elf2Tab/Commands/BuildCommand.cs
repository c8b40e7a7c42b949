using System.Collections.Immutable;
using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Elf2Tab.Reports;

namespace Elf2Tab.Commands;

/// <summary>Options of <c>build</c>.</summary>
internal sealed record BuildOptions
{
    /// <summary>The manifests.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>Compare with the files on disk, and write nothing.</summary>
    public bool Check { get; init; }

    /// <summary>Print errors only.</summary>
    public bool Quiet { get; init; }

    /// <summary>Explain every decision on standard output.</summary>
    public bool Verbose { get; init; }
}

/// <summary><c>elf2tab build MANIFEST</c>: makes the TABs of many apps, and writes the files that change.</summary>
internal sealed class BuildCommand
{
    private static readonly OptionTable<BuildOptions> Table = new(
        [
            new("check", '\0', OptionArity.None, OptionValue.None,
                "Write nothing; compare with the files on disk (exit status 0 equal, 1 different, 2 trouble).",
                (o, _) => o with { Check = true }),
            new("quiet", 'q', OptionArity.None, OptionValue.None, "Print errors only.", (o, _) => o with { Quiet = true }),
            new("verbose", 'v', OptionArity.None, OptionValue.None, "Explain what is loaded where and why.",
                (o, _) => o with { Verbose = true }),
        ],
        (options, argument) => options with { Files = options.Files.Add(argument) });

    private static readonly Command<BuildOptions> Command = new(Table, () => $"""
        Makes the TABs of all apps that a manifest lists, and writes the files that
        change. An app that fails leaves its files and the other apps alone.

        Usage: elf2tab build [OPTIONS] <MANIFEST>

        [defaults]                      # for all apps: options as on the command line
        kernel-major = 2
        [apps.blink]                    # gives blink.tab beside the manifest
        inputs = ["build/blink/*.elf"]
        stack = 4096

        Options:
        {Table.Describe()}
        """, options => options.Check);

    private readonly string _manifest;
    private readonly BuildOptions _options;

    private BuildCommand(string manifest, BuildOptions options)
    {
        _manifest = manifest;
        _options = options;
    }

    /// <summary>Runs the command.</summary>
    /// <returns>
    /// 0: all apps are made; 1: one failed; 2: the command line or the manifest was not understood. With <c>--check</c> 0: all files
    /// are as they would be written; 1: one differs; 2: trouble.
    /// </returns>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal) =>
        Command.Run(new BuildOptions(), arguments, terminal, (parsed, diagnostics) =>
        {
            var options = parsed.Options;
            if (options.Files.Length != 1)
                throw diagnostics.Fail(Catalogue.WrongFileCount, $"build takes one manifest, {options.Files.Length} are given");
            diagnostics.IsQuiet = options.Quiet;
            return new BuildCommand(options.Files[0], options).Build(terminal, diagnostics);
        });

    private ExitStatus Build(Terminal terminal, DiagnosticSink diagnostics)
    {
        var planned = ReadManifest(diagnostics).Select(Plan).ToList();
        CheckClashes(planned, diagnostics);
        var built = new BuiltApp[planned.Count];
        using (var temporaries = new TemporaryFiles())
            Parallel.For(0, built.Length, index => built[index] = Build(planned[index], temporaries));

        foreach (var app in planned)
            diagnostics.Add(app.Diagnostics);
        foreach (var app in built)
            terminal.Out.Write(app.Explanation);
        foreach (var app in _options.Check ? built : [])
            OutputChange.Print(terminal.Out, [.. app.Changes]);
        if (!_options.Quiet)
            BuildSummary.Print(terminal.Out, built, isWritten: !_options.Check);
        if (Array.Exists(built, app => app.HasFailed))
            return ExitStatus.Failure;
        return _options.Check && Array.Exists(built, app => app.Changes.Any()) ? ExitStatus.Difference : ExitStatus.Success;
    }

    /// <summary>Finds the files of an app.</summary>
    private PlannedApp Plan(ManifestApp app)
    {
        var found = new DiagnosticSink(Manifest.LabelOf(_manifest, app.Name)) { Rules = app.Options.Severities };
        try
        {
            return new PlannedApp(app, ConversionFiles.Find(app.Options, found), found);
        }
        catch (InputException)
        {
            return new PlannedApp(app, null, found);
        }
    }

    /// <summary>Makes an app and writes what has changed. What goes wrong is reported, and is this app's matter alone.</summary>
    private BuiltApp Build(PlannedApp planned, TemporaryFiles temporaries)
    {
        var (app, files, found) = planned;
        if (files is null)
            return BuiltApp.Failed(app.Name);
        try
        {
            using var keys = SigningOptionTable.LoadKeys(app.Options.Convert.Signing, found);
            var bundle = Bundle.Make(files, app.Options with { Check = _options.Check }, keys, found);
            var changes = bundle.Outputs.ToDictionary(file => file, file => OutputChange.Find(file, keys, found));
            if (!_options.Check && changes.Values.Any(change => !change.IsNone))
                OutputFiles.Write(bundle.Outputs, FindAgain, temporaries, found);
            return new BuiltApp(
                app.Name,
                [.. bundle.Converted.Select(made => new BuiltTbf(
                    made.Input.Architecture, made.Converted.Tbf.TotalSize, made.Converted.Plan.Memory.Total))],
                [.. bundle.Outputs.Select(file => changes[file] with { File = file with { Bytes = default } })],
                _options.Verbose ? Explain(bundle) : "");

            // Meanwhile another run may have replaced what had not changed.
            bool FindAgain(OutputFile file) => !(changes[file] = OutputChange.Find(file, keys, found)).IsNone;
        }
        catch (InputException)
        {
            return BuiltApp.Failed(app.Name);
        }
    }

    private static string Explain(Bundle bundle)
    {
        using var text = new StringWriter();
        foreach (var (input, converted) in bundle.Converted)
            PlanPrinter.Print(text, input.Path, converted);
        return text.ToString();
    }

    private ImmutableArray<ManifestApp> ReadManifest(DiagnosticSink diagnostics)
    {
        var bytes = InputFile.ReadWhole(_manifest, diagnostics);
        return diagnostics.About(_manifest, found => Manifest.Read(_manifest, bytes.Span, ConvertOptionTable.OfManifests, found));
    }

    /// <summary>Finds files that two apps would write, or that one would write and another reads.</summary>
    private void CheckClashes(List<PlannedApp> apps, DiagnosticSink diagnostics)
    {
        var writers = new Dictionary<string, string>(OutputFiles.NameComparer);
        foreach (var (app, path) in apps.SelectMany(app => app.Written.Select(path => (app.App.Name, path))))
        {
            string target = OutputFiles.Resolve(path);
            if (!writers.TryAdd(target, app))
                throw Clash(Catalogue.DuplicateOutput, $"{path} would be written for {writers[target]} and for {app}");
        }
        var read = apps.SelectMany(app => app.Read.Select(path => (app.App.Name, path)));
        foreach (var (app, path) in read.Append(("the manifest", _manifest)))
        {
            if (writers.TryGetValue(OutputFiles.Resolve(path), out string? writer))
                throw Clash(Catalogue.OutputIsInput, $"{path} would be written for {writer} and is read for {app}");
        }

        InputException Clash(DiagnosticKind kind, string text) => diagnostics.About(_manifest, found =>
            found.Fail(kind, text, "give one of the apps another `output-file`, or inputs in a directory of its own"));
    }

    /// <summary>An app and its files.</summary>
    /// <param name="App">What the manifest says of it.</param>
    /// <param name="Files">Its files; null: they cannot be found.</param>
    /// <param name="Diagnostics">What there is to tell about it.</param>
    private sealed record PlannedApp(ManifestApp App, ConversionFiles? Files, DiagnosticSink Diagnostics)
    {
        public IEnumerable<string> Read => Files?.Read ?? [];

        public IEnumerable<string> Written => Files?.Written ?? [];
    }
}
