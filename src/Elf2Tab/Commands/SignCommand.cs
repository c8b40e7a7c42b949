using System.CommandLine;
using System.Security.Cryptography;
using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Elf2Tab.Keys;
using TabFormat.Tbf;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab sign FILE -o OUT</c>: puts credentials into the reserved space of a TBF, or of every TBF of a TAB.</summary>
internal sealed class SignCommand : ToolCommand
{
    private readonly ValueOption<string?> _output =
        ValueOption.Output("--output-file", "The file to write; it may be the input.", ".tab", ".tbf").Or("-o");

    private readonly ValueOption<string?> _digest =
        ValueOption.Output("--digest", "Write what is to be signed elsewhere to this file: a SHA-512 for an RSA key, else a SHA-256.");

    private readonly ValueOption<string?> _signature =
        ValueOption.Path("--signature", "Put in this signature, which was made elsewhere: bytes, DER, or text of either.");

    private readonly ValueOption<string?> _publicKey =
        ValueOption.Path("--public-key", "The key of that signature (PEM or DER, RSA-4096 or P-256).", ".pem", ".der", ".pub");

    /// <summary>The command.</summary>
    public SignCommand()
        : base("sign", "add hashes and signatures to what is made")
    {
        Add(Operands.Files(".tab", ".tbf"));
        Add(_output);
        foreach (string name in SigningOptionList.Names)
            Add(SigningOptionList.Make(name)!);
        Add(_digest);
        Add(_signature);
        Add(_publicKey);
    }

    /// <inheritdoc/>
    public override string Introduction => """
        Puts hashes and signatures into the reserved footer space of a TBF, or of
        every TBF of a TAB (see --minimum-footer-size).

        Usage: elf2tab sign [OPTIONS] -o <OUT> <FILE>

          elf2tab sign --rsa4096-private key.pem -o signed.tab blink.tab
          elf2tab sign --digest blink.digest --public-key hsm.pub blink.tbf
          elf2tab sign --signature blink.sig --public-key hsm.pub -o blink.tbf blink.tbf
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<OptionGroup> Groups =>
        [
            new("Signing here", ["--output-file", .. SigningOptionList.Names]),
            new("Signing elsewhere", "--digest", "--signature", "--public-key"),
        ];

    /// <summary>Runs the command.</summary>
    /// <returns>0: the output is written; 1: something failed; 2: the command line was not understood.</returns>
    protected override ExitStatus Run(Invocation invocation)
    {
        var diagnostics = invocation.Diagnostics;
        if (invocation.Operands is not [var file])
            throw diagnostics.Fail(Catalogue.WrongFileCount, $"sign takes one file, {invocation.Operands.Count} are given");
        var signing = invocation.Settings(new SigningOptions());
        if (invocation.Value(_digest) is { } digest)
            return WriteDigest(file, digest, invocation);
        if (invocation.Value(_output) is not { } output)
            throw diagnostics.Fail(Catalogue.NoOutput, "no -o");
        var (signature, publicKey) = (invocation.Value(_signature), invocation.Value(_publicKey));
        if (!signing.HasCredentials && signature is null)
            throw diagnostics.Fail(Catalogue.NoCredentials, "no hash and no key is given");
        if (signature is null != publicKey is null)
            throw diagnostics.Fail(Catalogue.MissingOption, signature is null ? "--public-key needs --signature" : "--signature needs --public-key");
        new SourceFiles([.. signing.Files, .. new[] { signature, publicKey }.OfType<string>()], diagnostics)
            .CheckOutput(output, diagnostics, "give `-o` another name");
        using var keys = KeyFiles.Read(signing, diagnostics);
        var credentials = keys.CredentialsFor(signing);
        var key = publicKey is null ? null : KeyFiles.ReadPublic(publicKey, diagnostics);
        KeyFiles.Sign(signing, diagnostics, () => Rewriting.Run("sign", file, output, diagnostics, (apps, found) => FileSigning.Sign(
            apps, signature is null ? credentials : [.. credentials, ReadSignature(apps, signature, key!, found)], found)));
        return ExitStatus.Success;
    }

    /// <summary>Writes the hash of what a signature covers.</summary>
    private ExitStatus WriteDigest(string file, string path, Invocation invocation)
    {
        var diagnostics = invocation.Diagnostics;
        if (invocation.Given.FirstOrDefault(option => option != _digest && option != _publicKey && !IsCommon(option)) is { } other)
            throw diagnostics.Fail(Catalogue.ConflictingOptions, $"--digest writes what is to be signed, and {other.Name} signs", $"leave out `{other.Name}`, or `--digest`");
        string? publicKey = invocation.Value(_publicKey);
        new SourceFiles(new[] { file, publicKey }.OfType<string>(), diagnostics).CheckOutput(path, diagnostics, "give `--digest` another name");
        var key = publicKey is null ? null : KeyFiles.ReadPublic(publicKey, diagnostics);
        if (key is null && !OpenSsl.IsAvailable())
            throw diagnostics.Fail(Catalogue.NoCryptography, "hashes need OpenSSL, which is not installed");
        var apps = InputFile.ReadApps(file, null, diagnostics);
        var covered = diagnostics.About(file, found => FileSigning.CoveredBytes(apps, found)).Span;
        var hash = key?.Hash ?? HashAlgorithmName.SHA256;
        byte[] digest = hash == HashAlgorithmName.SHA512 ? SHA512.HashData(covered) : SHA256.HashData(covered);
        OutputFiles.Write([new OutputFile(path, digest)], diagnostics);
        string kind = hash == HashAlgorithmName.SHA512 ? "SHA-512, for an RSA-4096 key (PKCS#1 v1.5)" : "SHA-256, for a P-256 key";
        invocation.Terminal.Beside(path).WriteLine(PrintedText.Printable(
            $"{path}: {kind}, of the first {covered.Length} bytes: {Convert.ToHexStringLower(digest)}"));
        return ExitStatus.Success;
    }

    private bool IsCommon(Option option) => option == MessageFormat;

    private static GivenCredential ReadSignature(AppsFile apps, string path, SignatureCredential key, DiagnosticSink diagnostics)
    {
        var covered = FileSigning.CoveredBytes(apps, diagnostics);
        var file = InputFile.ReadWhole(path, diagnostics);
        return diagnostics.About(path, found => SignatureFile.Read(file, key, covered, found));
    }
}
