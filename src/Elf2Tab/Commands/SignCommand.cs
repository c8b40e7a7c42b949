using System.Collections.Immutable;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Elf2Tab.Keys;
using TabFormat.Reading;
using TabFormat.Tab;
using TabFormat.Tbf;

namespace Elf2Tab.Commands;

/// <summary>Options of <c>sign</c>.</summary>
internal sealed record SignOptions
{
    /// <summary>The file to sign.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>The file to write.</summary>
    public string? Output { get; init; }

    /// <summary>What to add.</summary>
    public SigningOptions Signing { get; init; } = new();
}

/// <summary><c>elf2tab sign FILE -o OUT</c>: puts credentials into the reserved space of a TBF, or of every TBF of a TAB.</summary>
internal static class SignCommand
{
    private static readonly OptionTable<SignOptions> Options = new(
        [
            new("output-file", 'o', OptionArity.One, OptionValue.Path, "The file to write; it may be the input.",
                (o, v) => v == "" ? null : o with { Output = v }),
            .. SigningOptionTable.For<SignOptions>((o, change) => o with { Signing = change(o.Signing) }),
        ],
        (options, argument) => options with { Files = options.Files.Add(argument) });

    private static readonly Command<SignOptions> Command = new(Options, () => $"""
        Puts hashes and signatures into the reserved footer space of a TBF, or of
        every TBF of a TAB (see --minimum-footer-size).

        Usage: elf2tab sign [OPTIONS] -o <OUT> <FILE>

        Options:
        {Options.Describe()}
        """, Compares: _ => false);

    /// <summary>Runs the command.</summary>
    /// <returns>0: the output is written; 1: something failed; 2: the command line was not understood.</returns>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal) =>
        Command.Run(new SignOptions(), arguments, terminal, (parsed, diagnostics) =>
        {
            var options = parsed.Options;
            if (options.Files.Length != 1)
                throw diagnostics.Fail(Catalogue.WrongFileCount, $"sign takes one file, {options.Files.Length} are given");
            if (options.Output is null)
                throw diagnostics.Fail(Catalogue.NoOutput, "no -o");
            if (!options.Signing.HasCredentials)
                throw diagnostics.Fail(Catalogue.NoCredentials, "no hash and no key is given");
            new SourceFiles(options.Signing.Files, diagnostics).CheckOutput(options.Output, diagnostics, "give `-o` another name");
            using var keys = SigningOptionTable.LoadKeys(options.Signing, diagnostics);
            string file = options.Files[0];
            var credentials = keys.CredentialsFor(options.Signing);
            while (!TrySign(file, options.Output, credentials, diagnostics))
            {
                // Another run has signed the file meanwhile; what it has added is to stay.
            }
            return ExitStatus.Success;
        });

    /// <summary>Signs a file; false: it was changed meanwhile, and nothing is written.</summary>
    private static bool TrySign(string file, string output, ImmutableArray<Credential> credentials, DiagnosticSink diagnostics)
    {
        var bytes = InputFile.ReadOutput(file, diagnostics);
        return diagnostics.About(file, found =>
        {
            byte[] signed = Sign(bytes, credentials, found);
            bool isSame = true;
            using var temporaries = new TemporaryFiles();
            OutputFiles.Write(
                [new OutputFile(output, signed)],
                _ => isSame = InputFile.ReadWhole(file, found).Span.SequenceEqual(bytes.Span),
                temporaries,
                found);
            return isSame;
        });
    }

    private static byte[] Sign(ReadOnlyMemory<byte> bytes, ImmutableArray<Credential> credentials, DiagnosticSink diagnostics)
    {
        if (!TabReader.IsTar(bytes.Span))
            return Resigner.Sign(bytes, credentials, diagnostics);
        var tab = TabReader.Read(bytes);
        diagnostics.Report(tab.Findings);
        diagnostics.StopOnErrors();

        var metadata = tab.Members.First(member => member.Name == TabMetadata.FileName);
        var members = tab.Members.Where(member => member != metadata).Select(member => new TabMember(
            member.Name, member.IsTbf ? Resigner.Sign(member.Bytes, credentials, diagnostics.In(member.Name)) : member.Bytes));
        return TabWriter.Rewrite(metadata.Bytes.Span, [.. members]);
    }
}
