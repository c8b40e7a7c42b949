using System.Collections.Immutable;
using System.CommandLine;
using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Elf2Tab.Keys;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab [OPTIONS] ELF[,ARCHITECTURE]...</c>: converts ELF files and bundles them.</summary>
internal sealed class ConvertCommand : ToolCommand
{
    /// <summary>The command.</summary>
    public ConvertCommand()
        : base("elf2tab", "make a TAB of ELF files") => Add(Operands.Elfs);

    /// <inheritdoc/>
    public override string Introduction => """
        Converts the ELF files of Tock apps to TBF images and bundles them in a TAB.

        Usage: elf2tab [OPTIONS] <ELF[,ARCHITECTURE]>...
               elf2tab <COMMAND> [OPTIONS] ...
               elf2tab --explain <CODE>

        Each app.elf gives app.tbf beside it; all of them go into the TAB as
        ARCHITECTURE.tbf, by default under the names of their files:

          elf2tab -n blink --kernel-major 2 --kernel-minor 1 -o blink.tab \
            build/cortex-m4.elf build/rv32imac.elf
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<OptionGroup> Groups => ConversionOptions.Groups;

    /// <inheritdoc/>
    public override IEnumerable<string> NamesOfMore => ConversionOptions.Names;

    /// <inheritdoc/>
    protected override Option? Make(string name) => ConversionOptions.Make(name);

    /// <inheritdoc/>
    public override void MakeAll()
    {
        base.MakeAll();
        foreach (string name in CommandTree.Names)
            Add(CommandTree.Make(name)!);
    }

    /// <inheritdoc/>
    protected override bool Compares(Invocation invocation) => invocation.Has("--check");

    /// <summary>Runs the command.</summary>
    /// <returns>
    /// 0: all outputs are written; 1: something failed; 2: the command line was not understood. With <c>--check</c> 0: all
    /// outputs are as they would be written; 1: one differs; 2: trouble.
    /// </returns>
    protected override ExitStatus Run(Invocation invocation)
    {
        CheckFirstWord(invocation.Operands, invocation.Diagnostics);
        return Run(invocation, new RunOptions { Inputs = [.. invocation.Operands] });
    }

    /// <summary>Converts as the options say.</summary>
    /// <param name="invocation">The command line, with the options of conversions.</param>
    /// <param name="defaults">What holds where there is no option.</param>
    /// <exception cref="InputException">It cannot be done, which is reported.</exception>
    public static ExitStatus Run(Invocation invocation, RunOptions defaults)
    {
        var diagnostics = invocation.Diagnostics;
        var options = invocation.Settings(defaults);
        ConversionOptions.Check(options, name => invocation.Has("--" + name), diagnostics);
        diagnostics.IsQuiet = options.Quiet;
        diagnostics.Rules = options.Severities;
        return Convert(BoardOptions.Complete(options, diagnostics), invocation.Terminal, diagnostics);
    }

    /// <summary>A word that is no file and nearly a command is meant to be that command.</summary>
    private static void CheckFirstWord(IReadOnlyList<string> operands, DiagnosticSink diagnostics)
    {
        if (operands is [var word, ..] && word.All(char.IsAsciiLetter) && !Path.Exists(word)
            && Suggestions.Nearest(word, CommandTree.Names) is { } nearest)
        {
            throw diagnostics.Fail(Catalogue.UnknownCommand, $"`{word}` is neither a command nor a file", $"did you mean `elf2tab {nearest}`?");
        }
    }

    private static ExitStatus Convert(RunOptions options, Terminal terminal, DiagnosticSink diagnostics)
    {
        var files = ConversionFiles.Find(options, diagnostics);
        using var keys = KeyFiles.Read(options.Convert.Signing, diagnostics);
        var bundle = Bundle.Make(files, options, keys, diagnostics);
        string? output = options.NoTab ? options.TbfFile : options.Output;
        var writer = terminal.Beside(DescriptorStream.IsStandardOutput(options.TbfFile) ? options.TbfFile : output);
        foreach (var made in bundle.Converted)
            writer.Write(made.Explanation);
        if (options.Check)
            return CompareWithDisk(bundle.Outputs, keys, terminal.Out, diagnostics);
        foreach (var file in options.Verbose ? bundle.Outputs : [])
            writer.WriteLine($"Writing {PrintedText.Printable(file.Path)}, {file.Bytes.Length} bytes.");
        OutputFiles.Write(bundle.Outputs, diagnostics);
        if (terminal.IsWatched && !options.Quiet && !options.Verbose)
            writer.WriteLine(RunSummary.Of(bundle));
        return ExitStatus.Success;
    }

    /// <summary>Prints in which fields the outputs differ from what is on disk.</summary>
    private static ExitStatus CompareWithDisk(
        ImmutableArray<OutputFile> files, SigningKeys keys, TextWriter writer, DiagnosticSink diagnostics)
    {
        var changes = files.Select(file => OutputChange.Find(file, keys, diagnostics)).ToList();
        OutputChange.Print(writer, changes);
        return changes.TrueForAll(change => change.IsNone) ? ExitStatus.Success : ExitStatus.Difference;
    }
}
