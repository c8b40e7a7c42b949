using System.CommandLine;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab explain CODE...</c>, or <c>--explain</c>: what docs/diagnostics.md says of a diagnostic.</summary>
internal sealed class ExplainCommand : ToolCommand
{
    private readonly Option<bool> _man = Flags.Of("--man", "Print all of them as a page for man, in roff.");

    /// <summary>The command.</summary>
    public ExplainCommand()
        : base("explain", "say more of a warning or an error: `elf2tab explain E2T0304`")
    {
        Add(Operands.Items("CODE", () => Operands.Codes(_ => true)));
        Add(_man);
    }

    /// <inheritdoc/>
    public override string Introduction => """
        Explains warnings and errors by their codes.

        Usage: elf2tab explain <CODE>...
               elf2tab --explain <CODE>...
               elf2tab explain --man

          elf2tab explain E2T0304
        """;

    /// <summary>Runs the command.</summary>
    /// <returns>0: all are explained; 2: there is no such code.</returns>
    protected override ExitStatus Run(Invocation invocation)
    {
        var (diagnostics, writer) = (invocation.Diagnostics, invocation.Terminal.Out);
        if (invocation.Value(_man))
        {
            ManPage.PrintDiagnostics(writer, Catalogue.FindAll().OrderBy(kind => kind.Code, StringComparer.Ordinal));
            return ExitStatus.Success;
        }
        if (invocation.Operands.Count == 0)
            throw diagnostics.Fail(Catalogue.MissingValue, "explain needs a code", "name one: `elf2tab explain E2T0304`");
        foreach (string code in invocation.Operands)
        {
            var kind = Catalogue.Find(code.ToUpperInvariant()) ?? throw diagnostics.Fail(
                Catalogue.InvalidValue,
                $"`{code}` is no code of a diagnostic",
                "a code is E2T and four digits, as it stands in front of a warning or an error");
            writer.WriteLine($"{kind.Code} {kind.Title} ({kind.Severity.ToString().ToLowerInvariant()})");
            foreach (string text in (string[])[kind.Explanation, $"Hint: {kind.Hint}."])
            {
                foreach (string line in PrintedText.Lines(text, 2, 2, invocation.Terminal.Width))
                    writer.WriteLine(line);
            }
        }
        return ExitStatus.Success;
    }
}
