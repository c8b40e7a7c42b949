using System.Globalization;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab gdb ELF</c>: the line by which gdb knows where an app is on a board.</summary>
internal sealed class GdbCommand : ToolCommand
{
    private readonly PlaceOptions _place = new();

    /// <summary>The command.</summary>
    public GdbCommand()
        : base("gdb", "tell gdb where an app is on the board")
    {
        Add(Operands.Files(".elf"));
        _place.AddTo(this);
    }

    /// <inheritdoc/>
    public override string Introduction => """
        Prints the add-symbol-file line that tells gdb where the sections of an app are
        on the board: kernels print these addresses when an app faults.

        Usage: elf2tab gdb [OPTIONS] <ELF>

          elf2tab gdb --flash-address 0x40040 --ram-address 0x20004000 app.elf > app.gdb
          gdb -x app.gdb
        """;

    /// <summary>Runs the command.</summary>
    /// <returns>0: the line is printed; 1: something failed; 2: the command line was not understood.</returns>
    protected override ExitStatus Run(Invocation invocation)
    {
        if (invocation.Operands is not [var file])
        {
            throw invocation.Diagnostics.Fail(
                Catalogue.WrongFileCount, $"gdb takes one ELF file, {invocation.Operands.Count} are given");
        }
        _place.Use(file, invocation, (_, place) =>
        {
            var sections = place.Sections.Select(placed =>
                string.Create(CultureInfo.InvariantCulture, $" -s {Quote(placed.Section.Name)} 0x{placed.Address:x}"));
            invocation.Terminal.Out.WriteLine($"add-symbol-file {Quote(file)}{string.Concat(sections)}");
        });
        return ExitStatus.Success;
    }

    /// <summary>A word as gdb reads it: backslashes and quotes are escaped.</summary>
    private static string Quote(string word) => word.AsSpan().ContainsAny(" \t\"'\\")
        ? $"\"{PrintedText.Printable(word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))}\""
        : PrintedText.Printable(word);
}
