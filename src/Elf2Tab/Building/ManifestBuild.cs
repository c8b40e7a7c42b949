using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;

namespace Elf2Tab.Building;

/// <summary>How the apps of a manifest are made.</summary>
/// <param name="Manifest">Path of the manifest.</param>
/// <param name="Names">The apps to make; none: all.</param>
/// <param name="Check">Compare with the files on disk, and write nothing.</param>
/// <param name="Verbose">Explain every decision.</param>
internal sealed record ManifestBuildOptions(string Manifest, ImmutableArray<string> Names, bool Check, bool Verbose);

/// <summary>Makes the apps of a manifest, side by side, and writes the files that change.</summary>
internal sealed class ManifestBuild
{
    private readonly ManifestBuildOptions _options;
    private readonly ManifestSettings _settings;

    private ManifestBuild(ManifestBuildOptions options, ManifestSettings settings) => (_options, _settings) = (options, settings);

    /// <summary>Makes the apps.</summary>
    /// <param name="options">How.</param>
    /// <param name="settings">What apps may have.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <returns>What became of each; one that fails leaves its files and the other apps alone.</returns>
    /// <exception cref="InputException">The manifest is not understood, or apps clash.</exception>
    public static IReadOnlyList<BuiltApp> Make(ManifestBuildOptions options, ManifestSettings settings, DiagnosticSink diagnostics) =>
        new ManifestBuild(options, settings).Make(diagnostics);

    private BuiltApp[] Make(DiagnosticSink diagnostics)
    {
        var paths = new PathResolver();
        var planned = Choose(ReadManifest(diagnostics), diagnostics).Select(app => Plan(app, paths)).ToList();
        CheckClashes(planned, paths, diagnostics);
        var built = new BuiltApp[planned.Count];
        using (var temporaries = new TemporaryFiles())
            Parallel.For(0, built.Length, index => built[index] = Build(planned[index], temporaries));
        foreach (var app in planned)
            diagnostics.Add(app.Diagnostics);
        return built;
    }

    /// <summary>The apps that were named, in the order of the manifest.</summary>
    private IEnumerable<ManifestApp> Choose(ImmutableArray<ManifestApp> apps, DiagnosticSink diagnostics)
    {
        if (_options.Names.FirstOrDefault(name => !apps.Any(app => app.Name == name)) is { } unknown)
        {
            string? nearest = _settings.Nearest(unknown, apps.Select(app => app.Name));
            throw diagnostics.Fail(
                Catalogue.UnknownApp,
                $"`{unknown}` is no app of {_options.Manifest}",
                nearest is null ? null : $"did you mean `{nearest}`?");
        }
        return _options.Names.IsEmpty ? apps : apps.Where(app => _options.Names.Contains(app.Name));
    }

    /// <summary>Finds the files of an app.</summary>
    private PlannedApp Plan(ManifestApp app, PathResolver paths)
    {
        var found = new DiagnosticSink(Manifest.LabelOf(_options.Manifest, app.Name)) { Rules = app.Options.Severities };
        try
        {
            app = app with { Options = _settings.Complete(app.Options, found) };
            return new PlannedApp(app, ConversionFiles.Find(app.Options, found, paths), found);
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
            using var keys = KeyFiles.Read(app.Options.Convert.Signing, found);
            var bundle = Bundle.Make(files, app.Options with { Check = _options.Check, Verbose = _options.Verbose }, keys, found);
            var changes = bundle.Outputs.ToDictionary(file => file, file => OutputChange.Find(file, keys, found));
            if (!_options.Check && changes.Values.Any(change => !change.IsNone))
                OutputFiles.Write(bundle.Outputs, FindAgain, temporaries, found);
            return new BuiltApp(
                app.Name,
                [.. bundle.Converted.Select(made => new BuiltTbf(
                    made.Input.Architecture,
                    made.Tbf.Length,
                    made.MinimumRamSize,
                    changes.Where(change => change.Key.Path == made.Input.TbfPath).Select(change => WithoutBytes(change.Value)).FirstOrDefault()))],
                [.. bundle.Outputs.Select(file => WithoutBytes(changes[file]))],
                string.Concat(bundle.Converted.Select(made => made.Explanation)));

            static OutputChange WithoutBytes(OutputChange change) => change with { File = change.File with { Bytes = default } };

            // Meanwhile another run may have replaced what had not changed.
            bool FindAgain(OutputFile file) => !(changes[file] = OutputChange.Find(file, keys, found)).IsNone;
        }
        catch (InputException)
        {
            return BuiltApp.Failed(app.Name);
        }
    }

    private ImmutableArray<ManifestApp> ReadManifest(DiagnosticSink diagnostics)
    {
        var bytes = InputFile.ReadWhole(_options.Manifest, diagnostics);
        return diagnostics.About(_options.Manifest, found => Manifest.Read(_options.Manifest, bytes.Span, _settings, found));
    }

    /// <summary>Finds files that two apps would write, or that one would write and another reads.</summary>
    private void CheckClashes(List<PlannedApp> apps, PathResolver paths, DiagnosticSink diagnostics)
    {
        var writers = new Dictionary<string, string>(OutputFiles.NameComparer);
        foreach (var (app, path) in apps.SelectMany(app => app.Written.Select(path => (app.App.Name, path))))
        {
            string target = paths.Resolve(path);
            if (!writers.TryAdd(target, app))
                throw Clash(Catalogue.DuplicateOutput, $"{path} would be written for {writers[target]} and for {app}");
        }
        var read = apps.SelectMany(app => app.Read.Select(path => (app.App.Name, path)));
        foreach (var (app, path) in read.Append(("the manifest", _options.Manifest)))
        {
            if (writers.TryGetValue(paths.Resolve(path), out string? writer))
                throw Clash(Catalogue.OutputIsInput, $"{path} would be written for {writer} and is read for {app}");
        }

        InputException Clash(DiagnosticKind kind, string text) => diagnostics.About(_options.Manifest, found =>
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
