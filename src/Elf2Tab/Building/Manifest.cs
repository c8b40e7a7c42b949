using System.Collections.Immutable;
using System.Globalization;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Elf2Tab.Plan;
using Tomlyn.Syntax;

namespace Elf2Tab.Building;

/// <summary>An app of a manifest.</summary>
/// <param name="Name">What the manifest calls it.</param>
/// <param name="Options">How it is converted; paths are relative to where the program runs.</param>
internal sealed record ManifestApp(string Name, RunOptions Options);

/// <summary>
/// Reads manifests: TOML with a table <c>[apps.NAME]</c> per app and one <c>[defaults]</c> for all. Keys are <c>inputs</c> and
/// the long options of a conversion.
/// </summary>
internal sealed class Manifest
{
    /// <summary>Most bytes of a manifest that are read: enough for a thousand apps. The parser takes hundreds of bytes for each.</summary>
    public const int LargestFile = 128 * 1024;

    private const string Inputs = "inputs";

    /// <summary>Options that are for a run, and given on its command line.</summary>
    private static readonly string[] OfTheRun = ["check", "quiet", "verbose"];

    private readonly string _path;
    private readonly ManifestSettings _settings;
    private readonly DiagnosticSink _diagnostics;
    private readonly Dictionary<string, Setting> _defaults = [];
    private readonly OrderedDictionary<string, Dictionary<string, Setting>> _apps = [];
    private readonly HashSet<Setting> _faulty = [];

    private Manifest(string path, ManifestSettings settings, DiagnosticSink diagnostics)
    {
        _path = path;
        _settings = settings;
        _diagnostics = diagnostics;
    }

    /// <summary>A value and the line where it stands.</summary>
    private sealed record Setting(ValueSyntax Value, int Line);

    /// <summary>Reads a manifest.</summary>
    /// <param name="path">Its path: what it names is relative to its directory.</param>
    /// <param name="bytes">Its content, UTF-8.</param>
    /// <param name="settings">What an app may have.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">It is not understood; every fault is reported.</exception>
    public static ImmutableArray<ManifestApp> Read(
        string path, ReadOnlySpan<byte> bytes, ManifestSettings settings, DiagnosticSink diagnostics)
    {
        var manifest = new Manifest(path, settings, diagnostics);
        manifest.Collect(TomlText.Parse(
            bytes,
            LargestFile,
            Catalogue.ManifestInvalid,
            "give the manifest: `elf2tab build apps.toml`; an ELF is converted by `elf2tab app.elf`",
            diagnostics));
        foreach (var (key, setting) in manifest._defaults)
            manifest.Apply(key, setting, new RunOptions());
        if (manifest._apps.Count == 0)
            diagnostics.Report(Catalogue.NoInput, "the manifest has no app", "add a table `[apps.NAME]` with `inputs = [\"app.elf\"]`");
        var apps = manifest._apps.Select(app => new ManifestApp(app.Key, manifest.OptionsOf(app.Key, app.Value))).ToImmutableArray();
        diagnostics.StopOnErrors();
        return apps;
    }

    /// <summary>The names of the apps of a manifest; none: it has none, or is no TOML.</summary>
    /// <param name="bytes">Its content, UTF-8.</param>
    /// <param name="settings">What an app may have.</param>
    public static IEnumerable<string> NamesIn(ReadOnlySpan<byte> bytes, ManifestSettings settings)
    {
        var manifest = new Manifest("", settings, new DiagnosticSink(null));
        try
        {
            manifest.Collect(TomlText.Parse(bytes, LargestFile, Catalogue.ManifestInvalid, "", manifest._diagnostics));
        }
        catch (InputException)
        {
            // What was found so far is nothing.
        }
        return manifest._apps.Keys;
    }

    /// <summary>What diagnostics about an app as a whole stand under.</summary>
    public static string LabelOf(string path, string app) => $"{path}: [apps.{app}]";

    /// <summary>Finds the settings, however the file groups them: in tables, inline tables or dotted keys.</summary>
    private void Collect(DocumentSyntax document)
    {
        foreach (var entry in document.KeyValues)
            Collect([], entry);
        foreach (var table in document.Tables)
        {
            ImmutableArray<string> path = [.. PartsOf(table.Name)];
            if (table is TableArraySyntax || !IsTable(path))
            {
                Fail(Catalogue.ManifestInvalid, LineOf(table), $"a table `{string.Join('.', path)}` is neither [defaults] nor [apps.NAME]");
                continue;
            }
            AddApp(path);
            foreach (var entry in table.Items)
                Collect(path, entry);
        }
    }

    private static bool IsTable(ImmutableArray<string> path) => path is ["defaults"] or ["apps"] or ["apps", _];

    /// <summary>An app is one although its table may be empty.</summary>
    private void AddApp(ImmutableArray<string> path)
    {
        if (path is ["apps", var name])
            _apps.TryAdd(name, []);
    }

    private void Collect(ImmutableArray<string> parent, KeyValueSyntax entry)
    {
        ImmutableArray<string> path = [.. parent, .. PartsOf(entry.Key)];
        if (entry.Value is InlineTableSyntax table && IsTable(path))
        {
            AddApp(path);
            foreach (var item in table.Items)
                Collect(path, item.KeyValue!);
            return;
        }
        var settings = path switch
        {
            ["defaults", _] => _defaults,
            ["apps", var name, _] => _apps.TryGetValue(name, out var app) ? app : _apps[name] = [],
            _ => null,
        };
        if (settings is null)
            Fail(Catalogue.ManifestInvalid, LineOf(entry), $"`{string.Join('.', path)}` is neither in [defaults] nor in [apps.NAME]");
        else
            settings[path[^1]] = new Setting(entry.Value!, LineOf(entry)); // the parser refuses keys given twice
    }

    /// <summary>The options of an app: its own settings, and those defaults that it does not replace.</summary>
    private RunOptions OptionsOf(string name, Dictionary<string, Setting> own)
    {
        if (name == "" || name.Any(character => character is '/' or '\\' || char.IsControl(character)))
            _diagnostics.Report(Catalogue.ManifestInvalid, $"`{name}` cannot be the name of an app: its TAB is called so");
        var options = new RunOptions { Convert = new ConvertOptions { PackageName = name }, Output = Locate(name + ".tab") };
        var given = new HashSet<string>();
        foreach (var (key, setting) in own.Concat(_defaults.Where(entry => !own.ContainsKey(entry.Key))))
        {
            options = Apply(key, setting, options);
            if (setting.Value is not BooleanValueSyntax { Value: false })
                given.Add(key);
        }
        CheckTogether(name, options, given);
        return options;
    }

    private RunOptions Apply(string key, Setting setting, RunOptions options)
    {
        if (key == Inputs)
        {
            var texts = TextsOf(setting.Value);
            if (texts is null)
                Fail(Catalogue.InvalidValue, setting, $"`{TextOf(setting)}` is no value of `{key}`: it must be an array of paths");
            else if (texts.Exists(text => StandardInput.Is(text.Split(',')[0])))
                Fail(Catalogue.InvalidValue, setting, $"`{TextOf(setting)}` is no value of `{key}`: it must be paths of files, and `-` is none");
            return options with { Inputs = [.. (texts ?? []).Select(Locate)] };
        }
        if (_settings.All.FirstOrDefault(option => option.Name == key) is { } option && !OfTheRun.Contains(key))
            return Apply(option, setting, options);
        Fail(Catalogue.UnknownOption, setting, $"`{key}` is no option of an app", HintFor(key));
        return options;
    }

    private void CheckTogether(string name, RunOptions options, HashSet<string> given)
    {
        try
        {
            _diagnostics.About(LabelOf(_path, name), found => _settings.Check(options, given.Contains, found));
        }
        catch (InputException)
        {
            // It is reported; so are the faults of the other apps.
        }
    }

    private RunOptions Apply(ManifestSetting option, Setting setting, RunOptions options)
    {
        if (option.Shape == SettingShape.Flag)
        {
            if (setting.Value is not BooleanValueSyntax flag)
                return Invalid("true or false");
            return flag.Value ? option.Apply(options, "")! : options;
        }
        if (option.Shape == SettingShape.One && setting.Value is ArraySyntax)
            return Invalid("one value");
        if (TextsOf(setting.Value) is not { } texts)
            return Invalid(option.Expected);
        var applied = options;
        foreach (string text in texts)
        {
            if (option.IsOutput && DescriptorStream.NumberOf(text) is not null)
                return Invalid("the path of a file; what `build` has done is told on standard output");
            if (option.Apply(applied, option.IsPath && text != "" ? Locate(text) : text) is not { } next)
                return Invalid(option.Expected);
            applied = next;
        }
        return applied;

        RunOptions Invalid(string expected)
        {
            Fail(Catalogue.InvalidValue, setting, $"`{TextOf(setting)}` is no value of `{option.Name}`: it must be {expected}");
            return options;
        }
    }

    /// <summary>Paths are relative to the manifest's directory.</summary>
    private string Locate(string path) => Path.Combine(Path.GetDirectoryName(_path) ?? "", path);

    private string? HintFor(string key)
    {
        if (OfTheRun.Contains(key))
            return $"give --{key} on the command line";
        return _settings.Nearest(key, _settings.All.Select(setting => setting.Name).Append(Inputs)) is { } nearest ? $"did you mean `{nearest}`?" : null;
    }

    /// <summary>Strings and integers, alone or in an array, as they would stand on a command line; null: it is something else.</summary>
    private static List<string>? TextsOf(ValueSyntax? value) => value switch
    {
        StringValueSyntax { Value: { } text } when !text.Contains('\0', StringComparison.Ordinal) => [text],
        IntegerValueSyntax integer => [integer.Value.ToString(CultureInfo.InvariantCulture)],
        ArraySyntax array when array.Items.All(item => TextsOf(item.Value) is not null) =>
            [.. array.Items.SelectMany(item => TextsOf(item.Value)!)],
        _ => null,
    };

    private static string TextOf(Setting setting) => TomlText.Of(setting.Value);

    private static IEnumerable<string> PartsOf(KeySyntax? key)
    {
        yield return TextOf(key?.Key);
        foreach (var item in key?.DotKeys ?? [])
            yield return TextOf(item.Key);
    }

    private static string TextOf(BareKeyOrStringValueSyntax? part) => part switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? "",
        StringValueSyntax text => text.Value ?? "",
        _ => "",
    };

    private static int LineOf(SyntaxNodeBase node) => node.Span.Start.Line + 1;

    private void Fail(DiagnosticKind kind, int line, string text) => _diagnostics.Report(kind, text, place: Place.AtLine(line));

    /// <summary>Reports a fault of a setting once, however many apps it is for.</summary>
    private void Fail(DiagnosticKind kind, Setting setting, string text, string? hint = null)
    {
        if (_faulty.Add(setting))
            _diagnostics.Report(kind, text, hint, Place.AtLine(setting.Line));
    }
}
