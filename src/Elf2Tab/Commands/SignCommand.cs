using System.Collections.Immutable;
using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Elf2Tab.Keys;
using TabFormat.Reading;
using TabFormat.Tab;
using TabFormat.Tbf;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab sign FILE -o OUT</c>: puts credentials into the reserved space of a TBF, or of every TBF of a TAB.</summary>
internal sealed class SignCommand : ToolCommand
{
    private readonly ValueOption<string?> _output =
        ValueOption.Path("--output-file", "The file to write; it may be the input.", ".tab", ".tbf").Or("-o");

    /// <summary>The command.</summary>
    public SignCommand()
        : base("sign", "add hashes and signatures to what is made")
    {
        Add(Operands.Files(".tab", ".tbf"));
        Add(_output);
        foreach (string name in SigningOptionList.Names)
            Add(SigningOptionList.Make(name)!);
    }

    /// <inheritdoc/>
    public override string Introduction => """
        Puts hashes and signatures into the reserved footer space of a TBF, or of
        every TBF of a TAB (see --minimum-footer-size).

        Usage: elf2tab sign [OPTIONS] -o <OUT> <FILE>

          elf2tab sign --rsa4096-private key.pem -o signed.tab blink.tab
        """;

    /// <summary>Runs the command.</summary>
    /// <returns>0: the output is written; 1: something failed; 2: the command line was not understood.</returns>
    protected override ExitStatus Run(Invocation invocation)
    {
        var diagnostics = invocation.Diagnostics;
        if (invocation.Operands is not [var file])
            throw diagnostics.Fail(Catalogue.WrongFileCount, $"sign takes one file, {invocation.Operands.Count} are given");
        if (invocation.Value(_output) is not { } output)
            throw diagnostics.Fail(Catalogue.NoOutput, "no -o");
        var signing = invocation.Settings(new SigningOptions());
        if (!signing.HasCredentials)
            throw diagnostics.Fail(Catalogue.NoCredentials, "no hash and no key is given");
        new SourceFiles(signing.Files, diagnostics).CheckOutput(output, diagnostics, "give `-o` another name");
        using var keys = KeyFiles.Read(signing, diagnostics);
        var credentials = keys.CredentialsFor(signing);
        try
        {
            while (!TrySign(file, output, credentials, diagnostics))
            {
                // Another run has signed the file meanwhile; what it has added is to stay.
            }
            return ExitStatus.Success;
        }
        catch (DamagedKeyException)
        {
            throw KeyFiles.FailDamaged(signing, diagnostics);
        }
    }

    /// <summary>Signs a file; false: it was changed meanwhile, and nothing is written.</summary>
    private static bool TrySign(string file, string output, ImmutableArray<Credential> credentials, DiagnosticSink diagnostics)
    {
        var bytes = InputFile.ReadOutput(file, diagnostics);
        return diagnostics.About(file, found =>
        {
            bool isTab = TabReader.IsTar(bytes.Span);
            ConversionOptions.CheckName(
                "-o", output, isTab ? ".tbf" : ".tab", isTab ? "TAB" : "TBF", "`sign` writes the kind of file that it reads: give `-o` its extension", found);
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
