using System.Security.Cryptography;
using System.Text;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Elf2Tab.Keys;
using TabFormat.Tbf;

namespace Elf2Tab.Building;

/// <summary>Reads the key files that a run names.</summary>
internal static class KeyFiles
{
    /// <summary>The variable of the environment that holds a password.</summary>
    public const string PasswordVariable = "ELF2TAB_KEY_PASSWORD";

    /// <summary>Reads the keys to sign with.</summary>
    /// <exception cref="InputException">A key cannot be used, or the machine has no OpenSSL.</exception>
    public static SigningKeys Read(SigningOptions options, DiagnosticSink diagnostics)
    {
        if (!options.HasCredentials)
            return SigningKeys.None;
        if (!OpenSsl.IsAvailable())
            throw diagnostics.Fail(Catalogue.NoCryptography, "hashes and signatures need OpenSSL, which is not installed");
        string? password = Password(options, diagnostics);
        return new SigningKeys(
            ReadKey(options.Rsa4096Private, PrivateKeyFile.ReadRsa4096),
            ReadKey(options.EcdsaNistP256Private, PrivateKeyFile.ReadEcdsaNistP256));

        TKey? ReadKey<TKey>(string? path, Func<byte[], string?, DiagnosticSink, TKey> read)
            where TKey : AsymmetricAlgorithm =>
            path is null ? null : InputFile.Use(path, diagnostics, (source, found) => source.Length <= PrivateKeyFile.LargestFile
                ? read(source.Read(0, source.Length).ToArray(), password, found)
                : throw found.Fail(Catalogue.KeyUnreadable, $"the file has {source.Length} bytes, far more than a key"));
    }

    /// <summary>Tries the RSA key of a run before anything is shown; a run that signs sees it by what was signed.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    public static void TryOut(SigningKeys keys, SigningOptions options, DiagnosticSink diagnostics)
    {
        if (keys.Rsa4096 is not { } key)
            return;
        diagnostics.About(options.Rsa4096Private!, found =>
        {
            PrivateKeyFile.TryOut(new Rsa4096Credential(key), found);
            return true;
        });
    }

    /// <summary>Reports that the RSA key of a run has made no valid signature: it alone is not tried before.</summary>
    public static InputException FailDamaged(SigningOptions options, DiagnosticSink diagnostics) =>
        diagnostics.About(options.Rsa4096Private!, PrivateKeyFile.FailDamaged);

    /// <summary>Does work that signs. That the RSA key makes no valid signature is reported of the key.</summary>
    /// <exception cref="InputException">The key is damaged, or the work failed.</exception>
    public static void Sign(SigningOptions options, DiagnosticSink diagnostics, Action work)
    {
        try
        {
            work();
        }
        catch (DamagedKeyException)
        {
            throw FailDamaged(options, diagnostics);
        }
    }

    /// <summary>Reads a key to check signatures with.</summary>
    /// <exception cref="InputException">It cannot be used, or the machine has no OpenSSL.</exception>
    public static SignatureCredential ReadPublic(string path, DiagnosticSink diagnostics)
    {
        if (!OpenSsl.IsAvailable())
            throw diagnostics.Fail(Catalogue.NoCryptography, "signatures need OpenSSL, which is not installed");
        return InputFile.Use(path, diagnostics, (source, found) => PublicKeyFile.Read(
            source.Read(0, Math.Min(source.Length, PrivateKeyFile.LargestFile)).ToArray(), found));
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
