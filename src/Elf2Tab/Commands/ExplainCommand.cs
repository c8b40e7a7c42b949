using System.Collections.Immutable;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;

namespace Elf2Tab.Commands;

/// <summary>Options of <c>--explain</c>.</summary>
internal sealed record ExplainOptions
{
    /// <summary>The codes.</summary>
    public ImmutableArray<string> Codes { get; init; } = [];
}

/// <summary><c>elf2tab --explain CODE...</c>: what docs/diagnostics.md says of a diagnostic.</summary>
internal static class ExplainCommand
{
    private static readonly OptionTable<ExplainOptions> Options =
        new([], (options, argument) => options with { Codes = options.Codes.Add(argument) });

    private static readonly Command<ExplainOptions> Command = new(Options, () => $"""
        Explains warnings and errors.

        Usage: elf2tab --explain <CODE>...

        Options:
        {Options.Describe()}
        """, Compares: _ => false);

    /// <summary>Runs the command.</summary>
    /// <returns>0: all are explained; 2: there is no such code.</returns>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal) =>
        Command.Run(new ExplainOptions(), arguments, terminal, (parsed, diagnostics) =>
        {
            if (parsed.Options.Codes.IsEmpty)
                throw diagnostics.Fail(Catalogue.MissingValue, "--explain needs a code", "name one: `elf2tab --explain E2T0304`");
            foreach (string code in parsed.Options.Codes)
            {
                var kind = Catalogue.Find(code) ?? throw diagnostics.Fail(
                    Catalogue.InvalidValue,
                    $"`{code}` is no code of a diagnostic",
                    "a code is E2T and four digits, as it stands in front of a warning or an error");
                terminal.Out.WriteLine($"{kind.Code} {kind.Title} ({kind.Severity.ToString().ToLowerInvariant()})");
                foreach (string line in ((string[])[kind.Explanation, $"Hint: {kind.Hint}."]).SelectMany(text => PrintedText.Lines(text, 2, 2)))
                    terminal.Out.WriteLine(line);
            }
            return ExitStatus.Success;
        });
}
