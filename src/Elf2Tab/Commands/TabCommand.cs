using System.CommandLine.Completions;
using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Elf2Tab.Verification;
using TabFormat.Reading;
using TabFormat.Tab;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab tab extract|add|remove</c>: takes the members of a TAB out and in.</summary>
internal sealed class TabCommand : ToolCommand
{
    private readonly ValueOption<string?> _output = ValueOption.Output(
        "--output-file", "The TAB to write, which may be the one that is read; of extract, the directory to write to.", ".tab").Or("-o");

    /// <summary>The command.</summary>
    public TabCommand()
        : base("tab", "take the members of a TAB out and in")
    {
        Add(Operands.Files(".tab", ".tbf"));
        Add(_output);
    }

    /// <inheritdoc/>
    public override string Introduction => """
        Takes members of a TAB out and in. A member is called as in the TAB, or by its
        architecture alone; extract without names takes all. A TBF goes in under the name
        of its file, or of the architecture behind it.

        Usage: elf2tab tab extract [-o <DIRECTORY>] <TAB> [MEMBER]...
               elf2tab tab add -o <OUT> <TAB> <TBF[,ARCHITECTURE]>...
               elf2tab tab remove -o <OUT> <TAB> <MEMBER>...

          elf2tab tab extract -o parts blink.tab cortex-m4
          elf2tab tab add -o blink.tab blink.tab build/blink.tbf,rv32imac
        """;

    /// <inheritdoc/>
    public override IEnumerable<CompletionItem>? OperandsBehind(IReadOnlyList<string> operands, string word) => operands switch
    {
        [] =>
        [
            new CompletionItem("extract", detail: "write its members to files"),
            new CompletionItem("add", detail: "take TBFs in"),
            new CompletionItem("remove", detail: "leave members out"),
        ],
        [_] => PathCompletions.Find(word, [".tab"]),
        ["add", ..] => Operands.WithArchitecture(word, ".tbf"),
        [_, var file, ..] => (Operands.ArchitecturesIn(file) ?? []).Except(operands.Skip(2)).Select(name => new CompletionItem(name)),
    };

    /// <summary>Runs the command.</summary>
    /// <returns>0: the output is written; 1: something failed; 2: the command line was not understood.</returns>
    protected override ExitStatus Run(Invocation invocation)
    {
        var diagnostics = invocation.Diagnostics;
        if (invocation.Operands.ToArray() is not [var action, .. var operands] || action is not ("extract" or "add" or "remove"))
        {
            throw diagnostics.Fail(
                Catalogue.UnknownAction,
                invocation.Operands is [var word, ..] ? $"`{word}` is nothing that `tab` does" : "nothing says what to do");
        }
        if (operands is not [var file, .. var names] || (names.Length == 0 && action != "extract"))
            throw diagnostics.Fail(Catalogue.WrongFileCount, $"tab {action} takes a TAB and what to {action}");
        string? output = invocation.Value(_output);
        if (action == "extract")
            Extract(file, names, output ?? ".", diagnostics);
        else if (output is null)
            throw diagnostics.Fail(Catalogue.NoOutput, "no -o");
        else if (action == "add")
            Add(file, names, output, diagnostics);
        else
            Rewriting.Run("tab", file, output, diagnostics, (apps, found) =>
                Remove(Read(Rewriting.WithoutMemory(apps, found), found), names, found));
        return ExitStatus.Success;
    }

    private static void Extract(string file, string[] names, string directory, DiagnosticSink diagnostics)
    {
        var bytes = InputFile.ReadOutput(file, diagnostics);
        var members = diagnostics.About(file, found =>
        {
            var tab = Read(bytes, found);
            var members = names.Length == 0 ? [.. tab.Members] : names.Select(name => Find(tab, name, found)).Distinct().ToList();
            foreach (var member in members.Where(member => member.IsTbf))
            {
                foreach (var finding in TbfReader.Read(member.Bytes).Findings)
                    found.In(member.Name).Report(Catalogue.MemberDamaged, finding.Text, place: Place.AtOffset(finding.Offset));
            }
            return members;
        });
        OutputFiles.Write([.. members.Select(member => new OutputFile(Path.Combine(directory, member.Name), member.Bytes))], diagnostics);
    }

    private static void Add(string file, string[] names, string output, DiagnosticSink diagnostics)
    {
        var inputs = names.Select(name => ConvertInput.Parse(name, diagnostics)).ToList();
        if (inputs.FirstOrDefault(input => input.Architecture.Any(char.IsWhiteSpace)) is { } unnamed)
            throw diagnostics.Fail(Catalogue.NoArchitecture, $"`{unnamed.Path}`: no tool looks for an architecture with spaces in its name", "name it behind a comma: `app.tbf,cortex-m4`");
        new SourceFiles(inputs.Select(input => input.Path), diagnostics).CheckOutput(output, diagnostics, "give `-o` another name");
        var added = inputs.Select(input => new TabMember(input.Architecture + ParsedTabMember.TbfExtension, ReadTbf(input.Path, diagnostics))).ToList();
        Rewriting.Run("tab", file, output, diagnostics, (apps, found) =>
        {
            var tab = Read(Rewriting.WithoutMemory(apps, found), found);
            var members = tab.WithoutMetadata().Select(member => new TabMember(member.Name, member.Bytes)).ToList();
            foreach (var member in added)
            {
                if (members.Exists(other => other.Name == member.Name))
                    throw found.Fail(Catalogue.MemberExists, $"{member.Name} is there already");
                members.Add(member);
            }
            byte[] written = tab.WithMembers(members);

            // There are names, and numbers of members, that tools do not take.
            MetadataCheck.Check(Read(written, found), found);
            return written;
        });
    }

    private static ReadOnlyMemory<byte> ReadTbf(string path, DiagnosticSink diagnostics)
    {
        var bytes = InputFile.ReadOutput(path, diagnostics);
        return diagnostics.About(path, found =>
        {
            if (TabReader.IsTar(bytes.Span))
                throw found.Fail(Catalogue.OtherKind, "it is a TAB", "give the TBFs that `tab extract` takes out of it");
            var tbf = TbfReader.Read(bytes);
            found.Report(tbf.Findings);
            found.StopOnErrors();
            return tbf.IsPadding ? throw found.Fail(Catalogue.NoAppInTbf, $"it is padding of {tbf.TotalSize} bytes between apps") : bytes;
        });
    }

    private static byte[] Remove(TabReading tab, string[] names, DiagnosticSink diagnostics)
    {
        var removed = names.Select(name => Find(tab, name, diagnostics)).ToHashSet();
        if (removed.FirstOrDefault(member => member.Name == TabMetadata.FileName) is { } metadata)
            throw diagnostics.Fail(Catalogue.MemberNeeded, $"{metadata.Name} cannot be removed");
        if (tab.Tbfs.All(removed.Contains))
            throw diagnostics.Fail(Catalogue.MemberNeeded, "no TBF would be left");
        return tab.WithMembers(tab.WithoutMetadata().Where(member => !removed.Contains(member)).Select(member => new TabMember(member.Name, member.Bytes)));
    }

    /// <summary>A TAB without faults.</summary>
    private static TabReading Read(ReadOnlyMemory<byte> bytes, DiagnosticSink diagnostics)
    {
        if (!TabReader.IsTar(bytes.Span))
            throw diagnostics.Fail(Catalogue.OtherKind, "it is a TBF, not a TAB", "give the `.tab`");
        var tab = TabReader.Read(bytes);
        diagnostics.Report(tab.Findings);
        diagnostics.StopOnErrors();
        return tab;
    }

    private static ParsedTabMember Find(TabReading tab, string name, DiagnosticSink diagnostics) =>
        tab.Members.FirstOrDefault(member => member.Name == name)
        ?? tab.Tbfs.FirstOrDefault(member => member.Architecture == name)
        ?? throw diagnostics.Fail(
            Catalogue.UnknownMember,
            $"there is no `{name}` in it",
            $"it has {string.Join(", ", tab.Members.Select(member => PrintedText.Printable(member.Name)))}");
}
