using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Files;
using Elf2Tab.Plan;
using TabFormat.Reading;

namespace Elf2Tab.CommandLine;

/// <summary>The options of commands that are about an app on a board: where it is there.</summary>
internal sealed class PlaceOptions
{
    private readonly ValueOption<uint?> _flash = new(
        "--flash-address", NumberValues.Address, "Where the app binary starts in flash, or with --tbf the TBF [default: as linked].");

    private readonly ValueOption<uint?> _ram = new("--ram-address", NumberValues.Address, "Where the app's RAM starts [default: as linked].");

    private readonly ValueOption<string?> _tbf = ValueOption.Path(
        "--tbf", "The TBF that was made of the ELF; its header and what follows are in front of the app binary.", ".tbf");

    private readonly ValueOption<LoadChoice?> _load = new(
        "--load", ChoiceValues.Of<LoadChoice>("auto|flash|ram"), "Whether the app executes in place or is copied to RAM [default: auto, by the type of the ELF].");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(ToolCommand command)
    {
        command.Add(_flash);
        command.Add(_ram);
        command.Add(_tbf);
        command.Add(_load);
    }

    /// <summary>Works on an ELF and where it runs.</summary>
    /// <param name="file">The ELF.</param>
    /// <param name="invocation">The command line.</param>
    /// <param name="work">The work.</param>
    /// <exception cref="InputException">It cannot be done, which is reported.</exception>
    public void Use(string file, Invocation invocation, Action<ElfFile, RunPlace> work)
    {
        uint? flash = invocation.Value(_flash);
        if (invocation.Value(_tbf) is { } path)
        {
            if (flash is null)
                throw invocation.Diagnostics.Fail(Catalogue.MissingOption, "--tbf needs --flash-address");
            flash += HeaderOf(path, invocation.Diagnostics);
        }
        InputFile.Use(file, invocation.Diagnostics, (source, found) =>
        {
            var elf = ElfFile.Read(source, found);
            bool isLoadedToRam = invocation.Value(_load) switch
            {
                LoadChoice.Ram => true,
                LoadChoice.Flash => false,
                _ => elf.IsPositionIndependent,
            };
            if (isLoadedToRam && flash is not null)
            {
                throw found.Fail(
                    Catalogue.ConflictingOptions, "--flash-address: nothing of a RAM-loaded app runs in flash", "leave it out, or add `--load flash`");
            }
            work(elf, RunPlace.Find(elf, isLoadedToRam, flash, invocation.Value(_ram), found));
            return true;
        });
    }

    /// <summary>Bytes in front of the app binary.</summary>
    private static uint HeaderOf(string path, DiagnosticSink diagnostics)
    {
        var bytes = InputFile.ReadOutput(path, diagnostics);
        return diagnostics.About(path, found =>
        {
            if (TabReader.IsTar(bytes.Span))
                throw found.Fail(Catalogue.OtherKind, "it is a TAB", "give the TBF that is on the board; `elf2tab tab extract` takes it out");
            var tbf = TbfReader.Read(bytes);
            found.Report(tbf.Findings);
            found.StopOnErrors();
            return (uint)tbf.BinaryOffset;
        });
    }
}
