using System.Security.Cryptography;
using System.Text;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Elf2Tab.Keys;

namespace Elf2Tab.CommandLine;

/// <summary>The options about hashes and signatures, which several commands have, and the keys that they name.</summary>
internal static class SigningOptionTable
{
    private const string PasswordVariable = "ELF2TAB_KEY_PASSWORD";

    /// <summary>The options of a command.</summary>
    /// <param name="change">Takes over a change of the signing options into those of the command.</param>
    public static IEnumerable<CommandOption<T>> For<T>(Func<T, Func<SigningOptions, SigningOptions>, T> change)
        where T : class
    {
        return
        [
            Flag("sha256", "Add a SHA-256 credential.", s => s with { Sha256 = true }),
            Flag("sha384", "Add a SHA-384 credential.", s => s with { Sha384 = true }),
            Flag("sha512", "Add a SHA-512 credential.", s => s with { Sha512 = true }),
            File("rsa4096-private", "Sign with this RSA key of 4096 bits (PKCS#8, DER or PEM).", (s, v) => s with { Rsa4096Private = v }),
            File("ecdsa-nist-p256-private", "Sign with this P-256 key (PKCS#8, DER or PEM). Such signatures differ in every run.",
                (s, v) => s with { EcdsaNistP256Private = v }),
            File("key-password-file", $"File with the password of the keys; or set {PasswordVariable}.",
                (s, v) => s with { KeyPasswordFile = v }),
        ];

        CommandOption<T> Flag(string name, string help, Func<SigningOptions, SigningOptions> apply) =>
            new(name, '\0', OptionArity.None, OptionValue.None, help, (options, _) => change(options, apply));

        CommandOption<T> File(string name, string help, Func<SigningOptions, string, SigningOptions> apply) =>
            new(name, '\0', OptionArity.One, OptionValue.Path, help, (options, value) => change(options, signing => apply(signing, value)));
    }

    /// <summary>Reads the keys.</summary>
    /// <exception cref="InputException">A key cannot be used, or the machine has no OpenSSL.</exception>
    public static SigningKeys LoadKeys(SigningOptions options, DiagnosticSink diagnostics)
    {
        if (!options.HasCredentials)
            return SigningKeys.None;
        if (!OpenSsl.IsAvailable())
            throw diagnostics.Fail(Catalogue.NoCryptography, "hashes and signatures need OpenSSL, which is not installed");
        string? password = Password(options, diagnostics);
        return new SigningKeys(
            LoadKey(options.Rsa4096Private, PrivateKeyFile.ReadRsa4096),
            LoadKey(options.EcdsaNistP256Private, PrivateKeyFile.ReadEcdsaNistP256));

        TKey? LoadKey<TKey>(string? path, Func<byte[], string?, DiagnosticSink, TKey> read)
            where TKey : AsymmetricAlgorithm =>
            path is null ? null : InputFile.Use(path, diagnostics, (source, found) => source.Length <= PrivateKeyFile.LargestFile
                ? read(source.Read(0, source.Length).ToArray(), password, found)
                : throw found.Fail(Catalogue.KeyUnreadable, $"the file has {source.Length} bytes, far more than a key"));
    }

    /// <summary>The first line of the file, or else the variable.</summary>
    private static string? Password(SigningOptions options, DiagnosticSink diagnostics)
    {
        if (options.KeyPasswordFile is not { } path)
            return Environment.GetEnvironmentVariable(PasswordVariable);
        string text = Encoding.UTF8.GetString(InputFile.ReadWhole(path, diagnostics).Span);
        int end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text : text[..end];
    }
}
