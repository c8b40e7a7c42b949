using Elf2Tab.Building;
using Elf2Tab.Keys;

namespace Elf2Tab.CommandLine;

/// <summary>The options about hashes and signatures, which several commands have.</summary>
internal static class SigningOptionList
{
    /// <summary>The names of the options.</summary>
    public static string[] Names =>
        ["--sha256", "--sha384", "--sha512", "--rsa4096-private", "--ecdsa-nist-p256-private", "--key-password-file"];

    /// <summary>Makes an option; null: there is none of this name.</summary>
    /// <param name="name">With dashes.</param>
    public static SettingOption<SigningOptions>? Make(string name) => name switch
    {
        "--sha256" => SettingOption<SigningOptions>.Flag(name, "Add a SHA-256 credential.", s => s with { Sha256 = true }),
        "--sha384" => SettingOption<SigningOptions>.Flag(name, "Add a SHA-384 credential.", s => s with { Sha384 = true }),
        "--sha512" => SettingOption<SigningOptions>.Flag(name, "Add a SHA-512 credential.", s => s with { Sha512 = true }),
        "--rsa4096-private" => Key(
            name, "Sign with this RSA key of 4096 bits (PKCS#8, DER or PEM).", (s, v) => s with { Rsa4096Private = v }),
        "--ecdsa-nist-p256-private" => Key(
            name,
            "Sign with this P-256 key (PKCS#8, DER or PEM). Such signatures differ in every run.",
            (s, v) => s with { EcdsaNistP256Private = v }),
        "--key-password-file" => SettingOption<SigningOptions>.One(
            name, OptionValue.Path, $"File with the password of the keys; or set {KeyFiles.PasswordVariable}.", (s, v) => s with { KeyPasswordFile = v }),
        _ => null,
    };

    private static SettingOption<SigningOptions> Key(
        string name, string description, Func<SigningOptions, string, SigningOptions> apply) =>
        SettingOption<SigningOptions>.One(name, OptionValue.PathOf(".der", ".pem", ".key"), description, apply);
}
