using System.CommandLine.Completions;
using System.Globalization;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Files;
using Elf2Tab.Plan;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab where ELF ADDRESS...</c>: what of an app is at addresses of a board.</summary>
internal sealed class WhereCommand : ToolCommand
{
    private readonly PlaceOptions _place = new();

    /// <summary>The command.</summary>
    public WhereCommand()
        : base("where", "turn addresses of a fault into functions and lines")
    {
        Add(Operands.Files(".elf"));
        _place.AddTo(this);
    }

    /// <inheritdoc/>
    public override string Introduction => """
        Says what of an app is at addresses of the board that runs it, such as PC and LR
        of a fault: function, section, and line where llvm-symbolizer or addr2line is
        installed and the ELF has debugging information.

        Usage: elf2tab where [OPTIONS] <ELF> <ADDRESS>...

          elf2tab where --flash-address 0x40040 --ram-address 0x20004000 app.elf 0x4009b
        """;

    /// <inheritdoc/>
    public override IEnumerable<CompletionItem>? OperandsBehind(IReadOnlyList<string> operands, string word) => operands.Count == 0 ? null : [];

    /// <summary>Runs the command.</summary>
    /// <returns>0: all addresses are told; 1: one is not in the app, or something failed; 2: the command line was not understood.</returns>
    protected override ExitStatus Run(Invocation invocation)
    {
        if (invocation.Operands is not [var file, _, ..])
        {
            throw invocation.Diagnostics.Fail(
                Catalogue.WrongFileCount, "where takes an ELF file and addresses", "write `elf2tab where app.elf 0x4009b`");
        }
        var addresses = invocation.Operands.Skip(1).Select(text => NumberValues.ParseHexU32(text) ?? throw invocation.Diagnostics.Fail(
            Catalogue.InvalidValue, $"`{text}` is no address", "an address is a number, decimal or 0x hexadecimal")).ToList();
        bool areAllInApp = true;
        _place.Use(file, invocation, (elf, place) => areAllInApp = Print(file, elf, place, addresses, invocation.Terminal.Out));
        return areAllInApp ? ExitStatus.Success : ExitStatus.Difference;
    }

    private static bool Print(string file, ElfFile elf, RunPlace place, List<uint> addresses, TextWriter writer)
    {
        var functions = new FunctionTable(elf);

        // Addresses of Thumb code have bit 0 set in LR and in function pointers.
        uint mask = elf.Machine == ElfMachine.Arm ? ~1u : ~0u;
        var found = addresses.Select(address => place.At(address & mask)).ToList();
        var lines = new Queue<string?>(SourceLines.Find(file, [.. found.OfType<(Section, ulong Linked)>().Select(at => at.Linked)]));
        foreach (var (address, at) in addresses.Zip(found))
        {
            string what = at is not var (section, linked) ? "not in the app" : Describe(section, linked, lines.Dequeue());
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"0x{address:x8}  {what}"));
        }
        return found.TrueForAll(at => at is not null);

        string Describe(Section section, ulong linked, string? line)
        {
            string name = functions.At(linked, section) is var (function, offset)
                ? string.Create(CultureInfo.InvariantCulture, $"{PrintedText.Printable(function)}+0x{offset:x} in {PrintedText.Printable(section.Name)}")
                : string.Create(CultureInfo.InvariantCulture, $"{PrintedText.Printable(section.Name)}+0x{linked - section.Address:x}");
            return line is null ? name : $"{name}, {PrintedText.Printable(line)}";
        }
    }
}
