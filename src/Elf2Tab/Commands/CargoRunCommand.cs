using System.CommandLine;
using System.CommandLine.Completions;
using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Plan;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab cargo-run ARCHITECTURE PROGRAM</c>: what cargo calls with the program that <c>cargo run</c> has built.</summary>
internal sealed class CargoRunCommand : ToolCommand
{
    /// <summary>The command.</summary>
    public CargoRunCommand()
        : base("cargo-run", "make a TAB where `cargo run` would run a program") => Add(Operands.Files());

    /// <inheritdoc/>
    public override string Introduction => """
        Makes a TAB of a program that cargo has built, beside it: as the runner of a target
        in .cargo/config.toml. The app is named for the program and needs kernel 2.1, if
        no option says otherwise; cargo adds the program, and what follows --.

        Usage: elf2tab cargo-run <ARCHITECTURE> <PROGRAM> [OPTIONS]

          runner = ["elf2tab", "cargo-run", "cortex-m4"]
          cargo run --release -- --sha256
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<OptionGroup> Groups => ConversionOptions.Groups;

    /// <inheritdoc/>
    public override IEnumerable<string> NamesOfMore => ConversionOptions.Names;

    /// <inheritdoc/>
    protected override Option? Make(string name) => ConversionOptions.Make(name);

    /// <inheritdoc/>
    public override IEnumerable<CompletionItem>? OperandsBehind(IReadOnlyList<string> operands, string word) =>
        operands.Count == 0 ? Operands.Architectures.Select(name => new CompletionItem(name)) : null;

    /// <inheritdoc/>
    protected override bool Compares(Invocation invocation) => invocation.Has("--check");

    /// <summary>Runs the command.</summary>
    /// <returns>As a conversion does.</returns>
    protected override ExitStatus Run(Invocation invocation)
    {
        if (invocation.Operands is not [var architecture, var program])
        {
            throw invocation.Diagnostics.Fail(
                Catalogue.WrongFileCount,
                $"cargo-run takes an architecture and a program, {invocation.Operands.Count} operands are given",
                "write `runner = [\"elf2tab\", \"cargo-run\", \"cortex-m4\"]` in .cargo/config.toml; cargo adds the program");
        }
        bool saysKernel = invocation.Has("--kernel-major") || invocation.Has("--kernel-minor");
        return ConvertCommand.Run(invocation, new RunOptions
        {
            Inputs = [$"{program},{architecture}"],
            Output = program + ".tab",
            Convert = new ConvertOptions
            {
                PackageName = Path.GetFileName(program),
                KernelMajor = saysKernel ? null : 2,
                KernelMinor = saysKernel ? null : 1,
            },
        });
    }
}
