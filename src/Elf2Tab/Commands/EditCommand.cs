using System.Collections.Immutable;
using System.CommandLine;
using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Elf2Tab.Plan;
using TabFormat.Tbf;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab edit FILE -o OUT</c>: changes what the header of a TBF says, or of every TBF of a TAB.</summary>
internal sealed class EditCommand : ToolCommand
{
    /// <summary>Options of conversions that say what this command can change, too.</summary>
    private static readonly string[] Shared =
        [
            "--package-name", "--app-version", "--kernel-major", "--kernel-minor", "--permissions", "--write_id", "--read_ids", "--access_ids",
            "--short-id",
        ];

    private readonly ValueOption<string?> _output =
        ValueOption.Output("--output-file", "The file to write; it may be the input.", ".tab", ".tbf").Or("-o");

    private readonly Option<bool> _enable = Flags.Of("--enable", "Let kernels start the app.");
    private readonly Option<bool> _disable = Flags.Of("--disable", "Let kernels not start the app.");
    private readonly Option<bool> _sticky = Flags.Of("--sticky", "Let tools not remove the app by default.");
    private readonly Option<bool> _notSticky = Flags.Of("--not-sticky", "Let tools remove the app.");

    private readonly SettingOption<TbfChanges> _remove = SettingOption<TbfChanges>.Many(
        "--remove",
        ChoiceValues.Of<RemovedPart>("name|kernel-version|permissions|storage-ids|short-id"),
        "Take out what the header says of these.",
        (TbfChanges changes, RemovedPart part) => changes with { Removed = changes.Removed.Add(part) });

    /// <summary>The command.</summary>
    public EditCommand()
        : base("edit", "change the header of a TBF, or of all in a TAB")
    {
        Add(Operands.Files(".tab", ".tbf"));
        foreach (Option option in (ReadOnlySpan<Option>)[_output, _enable, _disable, _sticky, _notSticky, _remove])
            Add(option);
        foreach (string name in Shared)
        {
            var option = ConversionOptions.MakeOfTbf(name)!;
            option.Description = option.Description!.Split(" [default")[0].TrimEnd('.') + ".";
            Add(option);
        }
        foreach (string name in SigningOptionList.Names)
            Add(ConversionOptions.MakeOfTbf(name)!);
    }

    /// <inheritdoc/>
    public override string Introduction => """
        Changes what the header of a TBF says, or of every TBF of a TAB and its metadata.
        All else stays as it is, and the app binary where it is. Hashes are worked out
        anew; signatures that no longer hold become reserved space unless their keys are
        given.

        Usage: elf2tab edit [OPTIONS] -o <OUT> <FILE>

          elf2tab edit --disable -o blink.tab blink.tab
          elf2tab edit -n clock --app-version 2 -o clock.tbf blink.tbf
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<OptionGroup> Groups =>
        [
            new("What is changed", ["--enable", "--disable", "--sticky", "--not-sticky", .. Shared, "--remove"]),
            new("Hashes and signatures", SigningOptionList.Names),
        ];

    /// <summary>Runs the command.</summary>
    /// <returns>0: the output is written; 1: something failed; 2: the command line was not understood.</returns>
    protected override ExitStatus Run(Invocation invocation)
    {
        var diagnostics = invocation.Diagnostics;
        if (invocation.Operands is not [var file])
            throw diagnostics.Fail(Catalogue.WrongFileCount, $"edit takes one file, {invocation.Operands.Count} are given");
        if (invocation.Value(_output) is not { } output)
            throw diagnostics.Fail(Catalogue.NoOutput, "no -o");
        var values = invocation.Settings(new ConvertOptions());
        var changes = Changes(invocation, values);
        var signing = values.Signing;
        if (changes.IsNone && !signing.HasCredentials)
            throw diagnostics.Fail(Catalogue.NothingToChange, "no option says what to change");
        new SourceFiles(signing.Files, diagnostics).CheckOutput(output, diagnostics, "give `-o` another name");
        using var keys = KeyFiles.Read(signing, diagnostics);
        var credentials = keys.CredentialsFor(signing);
        KeyFiles.Sign(signing, diagnostics, () => Rewriting.Run("edit", file, output, diagnostics, (apps, found) =>
            changes.Apply(Rewriting.WithoutMemory(apps, found), credentials, found)));
        return ExitStatus.Success;
    }

    private TbfChanges Changes(Invocation invocation, ConvertOptions values)
    {
        var diagnostics = invocation.Diagnostics;
        ConversionOptions.CheckTbf(name => invocation.Has("--" + name), diagnostics);
        var changes = invocation.Settings(new TbfChanges());
        foreach (var part in changes.Removed)
        {
            foreach (string option in OptionsOf(part).Where(invocation.Has))
                throw Conflict(option, "--remove");
        }
        return changes with
        {
            IsEnabled = Either(_enable, _disable),
            IsSticky = Either(_sticky, _notSticky),
            Name = invocation.Has("--package-name") ? values.PackageName : null,
            Version = invocation.Has("--app-version") ? values.AppVersion : null,
            KernelVersion = values.KernelMajor is { } major ? new KernelVersionElement(major, values.KernelMinor ?? 0) : null,
            Permissions = invocation.Has("--permissions") ? new PermissionsElement(PermissionsElement.Merge(values.Permissions)) : null,
            WriteId = values.WriteId,
            ReadIds = invocation.Has("--read_ids") ? [.. values.ReadIds] : null,
            AccessIds = invocation.Has("--access_ids") ? [.. values.AccessIds] : null,
            ShortId = values.ShortId is { } id ? new ShortIdElement(id) : null,
        };

        bool? Either(Option<bool> yes, Option<bool> no)
        {
            if (invocation.Value(yes) && invocation.Value(no))
                throw Conflict(yes.Name, no.Name);
            return invocation.Value(yes) ? true : invocation.Value(no) ? false : null;
        }

        InputException Conflict(string one, string other) =>
            diagnostics.Fail(Catalogue.ConflictingOptions, $"{one} and {other} exclude one another", "give one of them");
    }

    private static ImmutableArray<string> OptionsOf(RemovedPart part) => part switch
    {
        RemovedPart.Name => ["--package-name"],
        RemovedPart.KernelVersion => ["--kernel-major"],
        RemovedPart.Permissions => ["--permissions"],
        RemovedPart.StorageIds => ["--write_id", "--read_ids", "--access_ids"],
        _ => ["--short-id"],
    };
}
