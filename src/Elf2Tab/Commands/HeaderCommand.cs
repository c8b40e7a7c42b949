using System.CommandLine;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Plan;
using Elf2Tab.Reports;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab header</c>: how large the header will be, for linker scripts that have to leave room for it.</summary>
internal sealed class HeaderCommand : ToolCommand
{
    /// <summary>Options that change nothing in the header's size, and those that only an ELF answers.</summary>
    private static readonly string[] NotOfHeader = ["--padding", "--max-size", "--max-flash", "--max-ram", "--relocations", "--protection-granule"];

    private readonly Option<bool> _fixed = Flags.Of("--fixed", "The app is linked for fixed addresses.");

    private readonly ValueOption<uint?> _flashRegions =
        new("--flash-regions", NumberValues.UpTo(1000), "How many writeable flash regions (.wfr sections) it has [default: 0].");

    private readonly ValueOption<uint?> _segments =
        new("--segments", NumberValues.UpTo(32), "How many PT_LOAD segments a RAM-loaded app has [default: 2].");

    private readonly ValueOption<uint?> _tables =
        new("--tables", NumberValues.UpTo(3), "How many tables of relocations a RAM-loaded app has [default: 1].");

    private readonly Option<bool> _ld = Flags.Of("--ld", "Print assignments for a linker script.");
    private readonly Option<bool> _json = Flags.Json("docs/linking.md");

    /// <summary>The command.</summary>
    public HeaderCommand()
        : base("header", "say how large a header will be, before there is an ELF")
    {
        Add(_fixed);
        Add(_flashRegions);
        Add(_segments);
        Add(_tables);
        Add(_ld);
        Add(_json);
    }

    /// <inheritdoc/>
    public override string Introduction => """
        Says how many bytes the header of a TBF will have when an app is converted with
        the same options, and which protected region fits: a linker script for fixed
        addresses has to leave room for it. Without more it is a position-independent app
        for flash.

        Usage: elf2tab header [OPTIONS]

          elf2tab header --fixed --kernel-major 2 -n blink --ld > header.ld
          elf2tab header --load ram --segments 3 --tables 1 -n blink
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<OptionGroup> Groups =>
        [
            new("What the linker makes", "--fixed", "--flash-regions", "--segments", "--tables"),
            new("What is printed", "--ld", "--json"),
            new("How the ELF will be converted", [.. NamesOfMore]),
        ];

    /// <inheritdoc/>
    public override IEnumerable<string> NamesOfMore => ConversionOptions.NamesOfTbf.Except(NotOfHeader);

    /// <inheritdoc/>
    protected override Option? Make(string name) =>
        ConversionOptions.MakeOfTbf(name) is { } option && !NotOfHeader.Contains(option.Name) ? option : null;

    /// <summary>Runs the command.</summary>
    /// <returns>0: the size is printed; 1: there is no such header; 2: the command line was not understood.</returns>
    protected override ExitStatus Run(Invocation invocation)
    {
        var diagnostics = invocation.Diagnostics;
        if (invocation.Operands.Count > 0)
        {
            throw diagnostics.Fail(
                Catalogue.WrongFileCount, "header takes no files: it is for before there is one", "`inspect` shows the header of what is there");
        }
        ConversionOptions.CheckTbf(name => invocation.Has("--" + name), diagnostics);
        var options = invocation.Settings(new ConvertOptions());
        bool isRam = options.Load == LoadChoice.Ram;
        foreach (string name in (string[])(isRam ? ["--flash-regions"] : ["--segments", "--tables"]))
        {
            if (invocation.Has(name))
            {
                throw diagnostics.Fail(
                    isRam ? Catalogue.ConflictingOptions : Catalogue.MissingOption,
                    isRam ? $"{name}: nothing of a RAM-loaded app stays in flash" : $"{name} is about an app with --load ram",
                    isRam ? "leave it out" : "add `--load ram`");
            }
        }
        var size = HeaderForecast.Make(
            options,
            new HeaderContent(
                invocation.Value(_fixed),
                (int)(invocation.Value(_flashRegions) ?? 0),
                (int)(invocation.Value(_segments) ?? 2),
                (int)(invocation.Value(_tables) ?? 1)),
            diagnostics);
        Print(size, invocation);
        return ExitStatus.Success;
    }

    private void Print(HeaderForecast size, Invocation invocation)
    {
        var writer = invocation.Terminal.Out;
        if (invocation.Value(_json))
        {
            ReportJson.Print(writer, json => json.Object(() =>
            {
                json.Number("schemaVersion", 1);
                json.Number("headerSize", size.Header);
                json.Number("protectedRegionSize", size.ProtectedRegion);
            }));
        }
        else if (invocation.Value(_ld))
        {
            writer.WriteLine($"TBF_HEADER_SIZE = 0x{size.Header:x};");
            writer.WriteLine($"TBF_PROTECTED_REGION_SIZE = 0x{size.ProtectedRegion:x};");
        }
        else
        {
            writer.WriteLine($"header            0x{size.Header:x} ({size.Header} bytes)");
            writer.WriteLine($"protected region  0x{size.ProtectedRegion:x} ({size.ProtectedRegion} bytes): {size.Reason}");
        }
    }
}
