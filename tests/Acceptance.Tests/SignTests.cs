using System.Globalization;
using System.Text;
using Elf2Tab.Diagnostics;
using TabFormat.Reading;
using TabFormat.Tbf;
using Tests.Shared;

namespace Acceptance.Tests;

/// <summary><c>sign</c> and <c>verify</c> with keys of openssl, and passwords from the environment.</summary>
public sealed class SignTests : IClassFixture<CredentialTests.Keys>, IDisposable
{
    private const string App = "pointers.cortex-m4";
    private const string Ecdsa = "--ecdsa-nist-p256-private";
    private const string Variable = "ELF2TAB_KEY_PASSWORD";
    private const string Password = CredentialTests.Keys.Password;

    private readonly Workspace _workspace;
    private readonly CredentialTests.Keys _keys;

    public SignTests(CredentialTests.Keys keys)
    {
        Tool.Require("openssl");
        keys.Make();
        _keys = keys;
        _workspace = new Workspace().With($"elf/{App}.elf");
        _workspace.Convert("--deterministic", "--kernel-major", "2", "--minimum-footer-size", "1200", $"{App}.elf");
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Openssl_and_verify_agree_with_what_sign_makes()
    {
        Sign([], "rsa.pem", "ec.pem");
        var tbf = _workspace.ReadTbf("signed.tbf");

        _workspace.With(tbf.Bytes[..(int)tbf.BinaryEndOffset].ToArray(), "covered");
        CheckWithOpenSsl("-sha512", "rsa.pub", Data(tbf, CredentialFormat.Rsa4096)[512..]);
        byte[] data = Data(tbf, CredentialFormat.EcdsaNistP256);
        CheckWithOpenSsl("-sha256", "ec.pub", CredentialTests.Der(data[..32], data[32..]));

        foreach (string key in (string[])["rsa.pub", "ec.pub"])
            Assert.Equal(0, _workspace.Run("verify", "--public-key", _keys[key], "signed.tbf").ExitCode);
        Assert.Equal(1, _workspace.Run("verify", "--public-key", _keys["ec.pub"], $"{App}.tbf").ExitCode);
    }

    [Theory]
    [InlineData("1.3.6.1.4.1.11591.4.11", "-scrypt")]
    [InlineData("1.2.840.113549.1.12.1.1", "-v1 PBE-SHA1-RC4-128", true)]
    [InlineData("1.2.392.200011.61.1.1.1.4", "-v2 camellia-256-cbc")]
    [InlineData("1.2.840.113549.2.8", "-v2 aes-256-cbc -v2prf hmacWithSHA224")]
    public void A_key_that_is_encrypted_otherwise_is_named_and_can_be_encrypted_as_the_hint_says(
        string identifier, string options, bool isOld = false)
    {
        string[] old = isOld ? ["-provider", "legacy", "-provider", "default"] : [];
        _keys.OpenSsl(
            ["pkcs8", "-topk8", .. options.Split(' '), .. old, "-in", "ec.pem", "-passout", $"pass:{Password}", "-out", _workspace["key"]]);

        var result = ElfToTab.Run(_workspace.Path, [(Variable, Password)], ["sign", $"{App}.tbf", "-o", "refused.tbf", Ecdsa, "key"]);

        Assert.Equal([Catalogue.KeyEncryption.Code], Workspace.Codes(result));
        Assert.Contains(identifier, result.Error, StringComparison.Ordinal);
        string[] hints = result.Error.Split("hint: ")[1].Split('`');
        string[] command =
            [.. hints[1].Split(' ')[1..].Select(word => word.StartsWith("KEY", StringComparison.Ordinal) ? _workspace[word] : word)];
        File.Move(_workspace["key"], _workspace["KEY"]);
        _keys.OpenSsl([.. command, .. isOld ? hints[3].Split(' ') : [], "-passin", $"pass:{Password}", "-passout", $"pass:{Password}"]);
        Assert.Equal(0, ElfToTab.Run(_workspace.Path, [(Variable, Password)], ["sign", $"{App}.tbf", "-o", "signed.tbf", Ecdsa, "KEY.pem"]).ExitCode);
    }

    /// <summary>OpenSSL has these ciphers in a part of its own, which systems may leave out.</summary>
    [Theory]
    [InlineData("1.2.840.113549.1.5.3", "-v1 PBE-MD5-DES")]
    [InlineData("1.2.840.113549.1.5.11", "-v1 PBE-SHA1-RC2-64")]
    [InlineData("1.2.840.113549.1.12.1.6", "-v1 PBE-SHA1-RC2-40")]
    [InlineData("1.3.14.3.2.7", "-v2 des-cbc")]
    public void A_key_of_an_old_cipher_is_opened_where_there_is_that_cipher(string identifier, string options)
    {
        string key = _workspace["key"];
        _keys.OpenSsl(
            [
                "pkcs8", "-topk8", .. options.Split(' '), "-provider", "legacy", "-provider", "default", "-in", "ec.pem",
                "-passout", $"pass:{Password}", "-out", key,
            ]);
        string[] arguments = ["sign", $"{App}.tbf", "-o", "signed.tbf", Ecdsa, key];

        _workspace.Refuses(Catalogue.KeyPassword.Code, [(Variable, "wrong")], arguments);
        var refused = ElfToTab.Run(_workspace.Path, [(Variable, Password), ("OPENSSL_MODULES", _workspace.Path)], arguments);
        Assert.Equal([Catalogue.KeyEncryption.Code], Workspace.Codes(refused));
        Assert.Contains(identifier, refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, ElfToTab.Run(_workspace.Path, [(Variable, Password)], arguments).ExitCode);
    }

    [Fact]
    public void Passwords_come_from_the_environment_and_rather_from_a_file()
    {
        string file = _workspace["password"];
        File.WriteAllText(file, Password + "\n");
        foreach (string form in (string[])["pem", "der"])
        {
            Sign([(Variable, Password)], $"encrypted.{form}", $"ec-encrypted.{form}");
            Sign([(Variable, "wrong")], $"encrypted.{form}", $"ec-encrypted.{form}", "--key-password-file", file);
            foreach (string key in (string[])["rsa.pub", "ec.pub"])
                Assert.Equal(0, _workspace.Run("verify", "--public-key", _keys[key], "signed.tbf").ExitCode);

            string[] arguments = ["sign", $"{App}.tbf", "-o", "refused.tbf", "--rsa4096-private", _keys[$"encrypted.{form}"]];
            _workspace.Refuses("E2T0409", [(Variable, "wrong")], arguments);
            _workspace.Refuses("E2T0403", [(Variable, null)], arguments);
        }
    }

    [Fact]
    public void Passwords_that_are_hashed_for_long_are_hashed_once_for_all_apps()
    {
        Tool.Require("bash");
        _keys.OpenSsl(
            "pkcs8", "-topk8", "-in", "ec.pem", "-passout", $"pass:{Password}", "-iter", "1000000", "-out", _workspace["slow.pem"]);
        var manifest = new StringBuilder("[defaults]\necdsa-nist-p256-private = \"slow.pem\"\nkernel-major = 2\n");
        for (int app = 0; app < 40; app++)
        {
            _workspace.With($"elf/{App}.elf", $"{app}.elf");
            manifest.Append(CultureInfo.InvariantCulture, $"[apps.{app}]\ninputs = [\"{app}.elf\"]\n");
        }
        _workspace.With(Encoding.ASCII.GetBytes(manifest.ToString()), "apps.toml");

        // Once takes a second or two of CPU; for every app and kind of key, more than a minute.
        var result = Tool.Run(
            "bash", _workspace.Path, [("PROGRAM", ElfToTab.Program), (Variable, Password)],
            ["-c", "ulimit -t 20; \"$PROGRAM\" build -q apps.toml"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(0, _workspace.Run("verify", "--public-key", _keys["ec.pub"], "0.tab", "39.tab").ExitCode);
    }

    private static byte[] Data(TbfReading tbf, CredentialFormat format) =>
        tbf.Footers.Single(footer => footer.Format == format).Data.ToArray();

    private void Sign((string, string?)[] environment, string rsa, string ecdsa, params string[] more)
    {
        var result = ElfToTab.Run(
            _workspace.Path,
            environment,
            [
                "sign", $"{App}.tbf", "-o", "signed.tbf",
                "--rsa4096-private", _keys[rsa], "--ecdsa-nist-p256-private", _keys[ecdsa], .. more,
            ]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
    }

    private void CheckWithOpenSsl(string hash, string key, byte[] signature) => _keys.OpenSsl(
        "dgst", hash, "-verify", key, "-signature", _workspace.With(signature, "signature")["signature"], _workspace["covered"]);
}
