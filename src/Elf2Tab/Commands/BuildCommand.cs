using System.CommandLine;
using System.CommandLine.Completions;
using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab build MANIFEST</c>: makes the TABs of many apps, and writes the files that change.</summary>
internal sealed class BuildCommand : ToolCommand
{
    private readonly Option<bool> _check = Flags.Of("--check",
        "Write nothing; compare with the files on disk (exit status 0 equal, 1 different, 2 trouble).");

    private readonly Option<bool> _json = Flags.Json("docs/build.md");
    private readonly Option<bool> _quiet = Flags.Quiet;
    private readonly Option<bool> _verbose = Flags.Of("--verbose", "Explain what is loaded where and why.", "-v");

    /// <summary>The command.</summary>
    public BuildCommand()
        : base("build", "make the TABs of many apps, as a manifest says")
    {
        Add(Operands.Files(".toml"));
        Add(_check);
        Add(_json);
        Add(_quiet);
        Add(_verbose);
    }

    /// <inheritdoc/>
    public override string Introduction => """
        Makes the TABs of all apps that a manifest lists, or of those that are named,
        and writes the files that change. An app that fails leaves its files and the
        other apps alone.

        Usage: elf2tab build [OPTIONS] <MANIFEST> [APP]...

          [defaults]                      # for all apps: options as on the command line
          kernel-major = 2
          [apps.blink]                    # gives blink.tab beside the manifest
          inputs = ["build/blink/*.elf"]
          stack = 4096
        """;

    /// <inheritdoc/>
    public override IEnumerable<CompletionItem>? OperandsBehind(IReadOnlyList<string> operands, string word) => operands is [var manifest, ..]
        ? Manifest.NamesIn(BegunPath.Read(manifest, Manifest.LargestFile) ?? [], ConversionOptions.OfManifests)
            .Except(operands.Skip(1)).Select(name => new CompletionItem(name))
        : null;

    /// <inheritdoc/>
    protected override bool Compares(Invocation invocation) => invocation.Value(_check);

    /// <summary>Runs the command.</summary>
    /// <returns>
    /// 0: all apps are made; 1: one failed; 2: the command line or the manifest was not understood. With <c>--check</c> 0: all files
    /// are as they would be written; 1: one differs; 2: trouble.
    /// </returns>
    protected override ExitStatus Run(Invocation invocation)
    {
        var diagnostics = invocation.Diagnostics;
        if (invocation.Operands.Count == 0)
            throw diagnostics.Fail(Catalogue.WrongFileCount, "build takes a manifest, none is given", "name it: `elf2tab build apps.toml`");
        diagnostics.IsQuiet = invocation.Value(_quiet);
        var options = new ManifestBuildOptions(
            invocation.Operands[0], [.. invocation.Operands.Skip(1)], invocation.Value(_check), invocation.Value(_verbose));
        var built = ManifestBuild.Make(options, ConversionOptions.OfManifests, diagnostics);
        Print(built, options, invocation);
        if (built.Any(app => app.HasFailed))
            return ExitStatus.Failure;
        return options.Check && built.Any(app => app.Changes.Any()) ? ExitStatus.Difference : ExitStatus.Success;
    }

    private void Print(IReadOnlyList<BuiltApp> built, ManifestBuildOptions options, Invocation invocation)
    {
        var writer = invocation.Terminal.Out;
        if (invocation.Value(_json))
        {
            BuildReport.Print(writer, built);
            return;
        }
        foreach (var app in built)
            writer.Write(app.Explanation);
        foreach (var app in options.Check ? built : [])
            OutputChange.Print(writer, [.. app.Changes]);
        if (!invocation.Value(_quiet))
            BuildSummary.Print(writer, built, isWritten: !options.Check);
    }
}
