using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Plan;

namespace Elf2Tab.Building;

/// <summary>What is asked for about a run as a whole: its files, and what it prints; the defaults are those of the command line.</summary>
internal sealed record RunOptions
{
    /// <summary>Inputs as given: <c>path</c> or <c>path,architecture</c>.</summary>
    public ImmutableList<string> Inputs { get; init; } = [];

    /// <summary>Path of the TAB.</summary>
    public string Output { get; init; } = "TockApp.tab";

    /// <summary>No TAB is written.</summary>
    public bool NoTab { get; init; }

    /// <summary>Directory of the TBFs, which are called there as in the TAB; null: each is beside its ELF.</summary>
    public string? TbfDirectory { get; init; }

    /// <summary>Path of the only TBF; null: as above.</summary>
    public string? TbfFile { get; init; }

    /// <summary>No TBF is written.</summary>
    public bool NoTbf { get; init; }

    /// <summary>Whether TBFs are written elsewhere than beside their ELFs, or not at all.</summary>
    public bool SaysWhereTbfsAre => NoTbf || TbfFile is not null || TbfDirectory is not null;

    /// <summary>Path of a rule for make that names outputs and inputs; null: none is written.</summary>
    public string? DependencyFile { get; init; }

    /// <summary>Boards that the TAB is for, separated by commas.</summary>
    public string? SupportedBoards { get; init; }

    /// <summary>No build date in the TAB.</summary>
    public bool Deterministic { get; init; }

    /// <summary>Compare with the files on disk, and write nothing.</summary>
    public bool Check { get; init; }

    /// <summary>Write nothing when there are warnings.</summary>
    public bool WarningsAsErrors { get; init; }

    /// <summary>Which warnings and notes are not to be reported, and which are errors.</summary>
    public SeverityRules Severities { get; init; } = SeverityRules.None;

    /// <summary>Print errors only.</summary>
    public bool Quiet { get; init; }

    /// <summary>Explain every decision on standard output.</summary>
    public bool Verbose { get; init; }

    /// <summary>Path of a board file; null: no board is known.</summary>
    public string? BoardFile { get; init; }

    /// <summary>The board that the file says; what it says of kernel and padding stands in <see cref="Convert"/> too.</summary>
    public Board Board { get; init; } = Board.Unknown;

    /// <summary>How each ELF is converted.</summary>
    public ConvertOptions Convert { get; init; } = new();
}
