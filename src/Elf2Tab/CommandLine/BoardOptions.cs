using Elf2Tab.Building;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Elf2Tab.Plan;

namespace Elf2Tab.CommandLine;

/// <summary>Options about the board, which several commands have.</summary>
internal static class BoardOptions
{
    /// <summary>A board file.</summary>
    public static ValueOption<string?> File => ValueOption.Path("--board", "Take what is known of the board from this file (docs/image.md).", ".toml");

    /// <summary>The RAM for apps.</summary>
    /// <param name="description">What it is for.</param>
    public static ValueOption<(uint, uint)?> Ram(string description) =>
        new("--ram-address", new("FROM..TO", "two addresses such as 0x20000000..0x20010000", ParseRange), description);

    /// <summary>The processor.</summary>
    /// <param name="description">What it is for.</param>
    public static ValueOption<Processor?> Machine(string description) => new(
        "--machine",
        new("NAME", "a processor such as cortex-m4, rv32imac or i386", text => Processor.Named(text) is { Unit: not null } known ? known : null)
        {
            Completions = ChoiceValues.Proposing(Operands.Architectures),
        },
        description);

    /// <summary>Where in a file of flash the first app is.</summary>
    public static ValueOption<uint?> Offset => new(
        "--offset", NumberValues.Address, "Of a dump of flash, bytes in front of the first app [default: found].");

    /// <summary>Reads a board file.</summary>
    /// <param name="path">Its path; null: there is none, and nothing is known.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">It cannot be read, or is not understood.</exception>
    public static Board Read(string? path, DiagnosticSink diagnostics) => path is null
        ? Board.Unknown
        : InputFile.Use(path, diagnostics, (source, found) => Board.Read(
            source.Read(0, Math.Min(source.Length, Board.LargestFile + 1)).Span, PaddingValue.Value.Accepts, NumberValues.ParseSize, found));

    /// <summary>The options of a conversion with what its board file says; what was asked for stays.</summary>
    /// <exception cref="InputException">The file cannot be read, or is not understood.</exception>
    public static RunOptions Complete(RunOptions options, DiagnosticSink diagnostics)
    {
        var board = Read(options.BoardFile, diagnostics);
        var convert = options.Convert;
        if (board.Kernel is { } kernel && convert.KernelMajor is null)
            convert = convert with { KernelMajor = kernel.Major, KernelMinor = kernel.Minor };
        if (board.Padding is { } padding && convert.Padding is null)
            convert = convert with { Padding = PaddingValue.Value.Read(padding)!.Value.Rule };
        return options with { Board = board, Convert = convert };
    }

    /// <summary>Two addresses; null: they are none.</summary>
    public static (uint From, uint To)? ParseRange(string text)
    {
        int dots = text.IndexOf("..", StringComparison.Ordinal);
        return dots > 0
            && NumberValues.ParseSize(text[..dots]) is { } from
            && NumberValues.ParseSize(text[(dots + 2)..]) is { } to
            && from < to
                ? (from, to)
                : null;
    }
}
