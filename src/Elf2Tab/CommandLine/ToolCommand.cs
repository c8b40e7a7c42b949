using System.CommandLine;
using System.CommandLine.Completions;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;

namespace Elf2Tab.CommandLine;

/// <summary>Options that stand together in the help.</summary>
/// <param name="Title">Its title there.</param>
/// <param name="Names">The names of the options, with dashes.</param>
internal sealed record OptionGroup(string Title, params string[] Names);

/// <summary>A command that is run.</summary>
/// <param name="Options">Its options, read.</param>
/// <param name="Given">The options that were given.</param>
/// <param name="Operands">What is not an option.</param>
/// <param name="Terminal">Where to print.</param>
/// <param name="Diagnostics">Where to report.</param>
internal sealed record Invocation(
    ParseResult Options, IReadOnlySet<Option> Given, IReadOnlyList<string> Operands, Terminal Terminal, DiagnosticSink Diagnostics)
{
    /// <summary>The value of an option; null, or false: it was not given.</summary>
    public T? Value<T>(Option<T> option) => Options.GetValue(option);

    /// <summary>Whether an option was given.</summary>
    /// <param name="name">Its name, with dashes.</param>
    public bool Has(string name) => Given.Any(option => option.Name == name);

    /// <summary>The settings that the options of a type give.</summary>
    /// <param name="settings">Those when no option is given.</param>
    public T Settings<T>(T settings)
        where T : class
    {
        foreach (var option in Given.OfType<SettingOption<T>>())
        {
            var values = Options.GetResult(option)!.Tokens;
            settings = option.Arity.MaximumNumberOfValues == 0
                ? option.Apply(settings, "")
                : values.Aggregate(settings, (changed, value) => option.Apply(changed, value.Value));
        }
        return settings;
    }
}

/// <summary>
/// A command: what the library calls one, with its help, and with what all commands have in common: three options, diagnostics, exit
/// statuses. The library reads only options, in a form that it cannot misunderstand; it does not run anything, for it would end with 1
/// where a command line is not understood.
/// </summary>
internal abstract class ToolCommand : Command
{
    private static readonly ParserConfiguration Configuration = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <param name="name">Its name.</param>
    /// <param name="description">What it does, in the list of commands.</param>
    protected ToolCommand(string name, string description)
        : base(name, description)
    {
        Add(MessageFormat);
        Add(Help);
        Add(Version);
    }

    /// <summary>How diagnostics are printed.</summary>
    public Option MessageFormat { get; } = MessageFormats.Option();

    /// <summary>Whether help is asked for.</summary>
    public Option<bool> Help { get; } = new("--help", "-h") { Description = "Print this help.", Arity = ArgumentArity.Zero };

    /// <summary>Whether the version is asked for.</summary>
    public Option<bool> Version { get; } = new("--version", "-V") { Description = "Print the version.", Arity = ArgumentArity.Zero };

    /// <summary>What it does and how it is used, at the start of its help; lines are broken where they stand.</summary>
    public abstract string Introduction { get; }

    /// <summary>How the options are grouped in the help; those of no group come behind them.</summary>
    public virtual IReadOnlyList<OptionGroup> Groups => [];

    /// <summary>The names of options that are made only where they are named, for there are many.</summary>
    public virtual IEnumerable<string> NamesOfMore => [];

    /// <summary>Makes one of these options; null: there is none of this name.</summary>
    /// <param name="name">With dashes: a name, or a letter.</param>
    protected virtual Option? Make(string name) => null;

    /// <summary>The option of a name, or of a letter, with dashes; null: there is none.</summary>
    public Option? Find(string name)
    {
        if (Options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name)) is { } known)
            return known;
        if (Make(name) is not { } made)
            return null;
        Add(made);
        return made;
    }

    /// <summary>Makes all options, and commands below, for help and completion.</summary>
    public virtual void MakeAll()
    {
        foreach (string name in NamesOfMore)
            Find(name);
    }

    /// <summary>The name of an option that was probably meant; null: none is near.</summary>
    /// <param name="name">What was written, with dashes.</param>
    public string? Nearest(string name) => Suggestions.Nearest(name, Options.Select(option => option.Name).Concat(NamesOfMore));

    /// <summary>Reads a command line, and runs the command.</summary>
    /// <param name="arguments">The command line behind the command's name.</param>
    /// <param name="terminal">Where to print.</param>
    /// <returns>The exit status.</returns>
    public int Run(IReadOnlyList<string> arguments, Terminal terminal)
    {
        var diagnostics = new DiagnosticSink(null);
        Invocation? invocation = null;
        var status = ExitStatus.Success;
        try
        {
            invocation = Read(arguments, terminal, diagnostics);
            if (invocation.Value(Help))
                HelpPrinter.Print(terminal.Out, this, terminal.Width);
            else if (invocation.Value(Version))
                terminal.Out.WriteLine(ToolVersion.Text);
            else
                status = Run(invocation);
        }
        catch (InputException)
        {
            status = diagnostics.HasUsageErrors ? ExitStatus.Usage : ExitStatus.Failure;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ReportUnwritable(exception, diagnostics);
            status = ExitStatus.Failure;
        }
        try
        {
            DiagnosticPrinter.Print(terminal.Error, diagnostics, MessageFormats.Of(arguments), terminal.HasColour);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // There is nobody left to tell; the exit status says it.
        }
        return status.ToNumber(invocation is not null && Compares(invocation));
    }

    /// <summary>Reports that standard output takes nothing.</summary>
    public static void ReportUnwritable(Exception exception, DiagnosticSink diagnostics) => diagnostics.Report(
        Catalogue.CannotWrite, $"standard output: {FileErrors.Describe(exception)}", "check where the output is directed to");

    /// <summary>What may stand behind some operands, for completion; null: what the library proposes for any of them.</summary>
    /// <param name="operands">Those that are there.</param>
    /// <param name="word">What was typed of the next.</param>
    public virtual IEnumerable<CompletionItem>? OperandsBehind(IReadOnlyList<string> operands, string word) => null;

    /// <summary>Reads a command line.</summary>
    /// <param name="arguments">The command line behind the command's name.</param>
    /// <param name="terminal">Where the command prints.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">It is not understood.</exception>
    public Invocation Read(IReadOnlyList<string> arguments, Terminal terminal, DiagnosticSink diagnostics)
    {
        var line = UpstreamDialect.Rewrite(arguments, this, diagnostics);
        var options = Parse(line.Options, Configuration);
        StandardStreams.Check(line, options, diagnostics);
        return new Invocation(options, line.Given, line.Operands, terminal, diagnostics);
    }

    /// <summary>Does the work.</summary>
    /// <exception cref="InputException">It cannot be done, which is reported.</exception>
    protected abstract ExitStatus Run(Invocation invocation);

    /// <summary>Whether it answers a question, by an exit status of 0 or 1.</summary>
    protected virtual bool Compares(Invocation invocation) => false;
}
