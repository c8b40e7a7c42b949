using System.Formats.Asn1;
using TabFormat.Reading;
using TabFormat.Tbf;
using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>Signatures, made with keys of openssl and checked by openssl.</summary>
public sealed class CredentialTests : IClassFixture<CredentialTests.Keys>, IDisposable
{
    private const string App = "pointers.cortex-m4";
    private const string Rsa = "--rsa4096-private";
    private const string Ecdsa = "--ecdsa-nist-p256-private";

    private readonly Workspace _workspace;
    private readonly Keys _keys;

    public CredentialTests(Keys keys)
    {
        Tool.Require("openssl");
        keys.Make();
        _keys = keys;
        _workspace = new Workspace().With($"elf/{App}.elf");
    }

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("rsa.der")]
    [InlineData("rsa.pem")]
    public void Openssl_verifies_an_RSA_signature_and_knows_its_modulus(string key)
    {
        var tbf = Sign(Rsa, _keys[key]);
        byte[] data = Footer(tbf, CredentialFormat.Rsa4096).Data.ToArray();

        Assert.Equal(1024, data.Length);
        string modulus = _keys.OpenSsl("rsa", "-modulus", "-noout", "-in", "rsa.pem").Out;
        Assert.Equal($"Modulus={Convert.ToHexString(data[..512])}\n", modulus);
        Verify("-sha512", "rsa.pub", tbf, data[512..]);
        Bytes.Equal(tbf.Bytes.Span, Sign(Rsa, _keys[key]).Bytes.Span, "a second run");
    }

    [Theory]
    [InlineData("ec.der")]
    [InlineData("ec.pem")]
    public void Openssl_verifies_an_ECDSA_signature(string key)
    {
        var tbf = Sign(Ecdsa, _keys[key]);
        byte[] data = Footer(tbf, CredentialFormat.EcdsaNistP256).Data.ToArray();

        Assert.Equal(64, data.Length);
        Verify("-sha256", "ec.pub", tbf, Der(data[..32], data[32..]));
    }

    [Fact]
    public void ECDSA_signatures_differ_in_every_run_and_nothing_else_does()
    {
        var (first, second) = (Sign(Ecdsa, _keys["ec.der"]), Sign(Ecdsa, _keys["ec.der"]));

        Assert.NotEqual(first.Bytes.ToArray(), second.Bytes.ToArray());
        Bytes.Equal(WithoutSignature(first), WithoutSignature(second));
        Assert.Equal(Sign().BinaryEndOffset, first.BinaryEndOffset);

        static byte[] WithoutSignature(TbfReading tbf)
        {
            byte[] bytes = tbf.Bytes.ToArray();
            bytes.AsSpan(Footer(tbf, CredentialFormat.EcdsaNistP256).Offset + TbfFormat.CredentialPrefixSize, 64).Clear();
            return bytes;
        }
    }

    [Fact]
    public void Credentials_stand_in_one_order_and_fill_the_minimum_footer()
    {
        var tbf = Sign(Ecdsa, _keys["ec.der"], Rsa, _keys["rsa.der"], "--sha512", "--sha256", "--minimum-footer-size", "3000");

        var formats = tbf.Footers.Select(footer => footer.Format);
        Assert.Equal("Sha256 Sha512 Rsa4096 EcdsaNistP256 Reserved", string.Join(' ', formats));
        Assert.True(tbf.TotalSize - tbf.BinaryEndOffset >= 3000);
        Verify("-sha512", "rsa.pub", tbf, Footer(tbf, CredentialFormat.Rsa4096).Data[512..].ToArray());
    }

    [Theory]
    [InlineData("E2T0100", Rsa, "missing.der")]
    [InlineData("E2T0400", Rsa, "garbage")]
    [InlineData("E2T0400", Ecdsa, "garbage")]
    [InlineData("E2T0400", Rsa, "truncated.der")]
    [InlineData("E2T0400", Rsa, "truncated.pem")]
    [InlineData("E2T0401", Rsa, "rsa-pkcs1.der")]
    [InlineData("E2T0401", Rsa, "rsa-pkcs1.pem")]
    [InlineData("E2T0401", Ecdsa, "ec-sec1.der")]
    [InlineData("E2T0401", Ecdsa, "ec-sec1.pem")]
    [InlineData("E2T0402", Rsa, "rsa.pub")]
    [InlineData("E2T0402", Ecdsa, "ec.pub.der")]
    [InlineData("E2T0403", Rsa, "encrypted.pem")]
    [InlineData("E2T0403", Rsa, "encrypted.der")]
    [InlineData("E2T0404", Rsa, "ec.der")]
    [InlineData("E2T0404", Ecdsa, "rsa.der")]
    [InlineData("E2T0405", Rsa, "rsa2048.der")]
    [InlineData("E2T0406", Ecdsa, "ec384.der")]
    public void Other_keys_are_refused(string code, string option, string key) =>
        _workspace.Refuses(code, option, _keys[key], $"{App}.elf");

    private static ParsedFooter Footer(TbfReading tbf, CredentialFormat format) =>
        Assert.Single(tbf.Footers, footer => footer.Format == format);

    /// <summary>The form of an ECDSA signature that openssl reads.</summary>
    internal static byte[] Der(byte[] r, byte[] s)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(r.AsSpan().TrimStart((byte)0));
            writer.WriteIntegerUnsigned(s.AsSpan().TrimStart((byte)0));
        }
        return writer.Encode();
    }

    private TbfReading Sign(params string[] options)
    {
        _workspace.Convert(["--deterministic", .. options, $"{App}.elf"]);
        return _workspace.ReadTbf($"{App}.tbf");
    }

    private void Verify(string hash, string key, TbfReading tbf, byte[] signature)
    {
        _workspace.With(tbf.Bytes[..(int)tbf.BinaryEndOffset].ToArray(), "covered").With(signature, "signature");
        _keys.OpenSsl("dgst", hash, "-verify", key, "-signature", _workspace["signature"], _workspace["covered"]);
    }

    /// <summary>Keys of all kinds, made when the first test asks.</summary>
    public sealed class Keys : IDisposable
    {
        /// <summary>That of the encrypted ones.</summary>
        public const string Password = "pass word";

        private readonly TemporaryDirectory _directory = new();

        public string this[string name] => _directory[name];

        public void Dispose() => _directory.Dispose();

        public void Make()
        {
            if (_directory.Names.Length > 0)
                return;
            Convert("rsa", TestData.PathOf("keys/rsa4096.der"));
            Generate("rsa2048", "RSA", "rsa_keygen_bits:2048");
            Generate("ec", "EC", "ec_paramgen_curve:P-256");
            Generate("ec384", "EC", "ec_paramgen_curve:P-384");
            OpenSsl("pkey", "-in", "rsa.pem", "-pubout", "-out", "rsa.pub");
            OpenSsl("pkey", "-in", "ec.pem", "-pubout", "-out", "ec.pub");
            OpenSsl("pkey", "-in", "ec.pem", "-pubout", "-outform", "DER", "-out", "ec.pub.der");
            foreach (string form in (string[])["der", "pem"])
            {
                OpenSsl("pkey", "-in", "rsa.pem", "-traditional", "-outform", form, "-out", $"rsa-pkcs1.{form}");
                OpenSsl("pkey", "-in", "ec.pem", "-traditional", "-outform", form, "-out", $"ec-sec1.{form}");
                foreach (var (plain, encrypted) in ((string, string)[])[("rsa", "encrypted"), ("ec", "ec-encrypted")])
                {
                    OpenSsl(
                        "pkcs8", "-topk8", "-in", $"{plain}.pem", "-passout", $"pass:{Password}",
                        "-outform", form, "-out", $"{encrypted}.{form}");
                }
                byte[] key = File.ReadAllBytes(this[$"rsa.{form}"]);
                File.WriteAllBytes(this[$"truncated.{form}"], key[..(key.Length / 2)]);
            }
            File.WriteAllText(this["garbage"], "not a key\n");
        }

        internal ToolResult OpenSsl(params string[] arguments)
        {
            var result = Tool.Run("openssl", _directory.Path, arguments);
            Assert.True(result.ExitCode == 0, $"openssl {string.Join(' ', arguments)}: {result.Error}");
            return result;
        }

        /// <summary>A key in PKCS#8, as PEM and as DER.</summary>
        private void Generate(string name, string algorithm, string option)
        {
            OpenSsl("genpkey", "-algorithm", algorithm, "-pkeyopt", option, "-outform", "DER", "-out", $"{name}.key");
            Convert(name, this[$"{name}.key"]);
        }

        /// <summary>One of RSA-4096 would take many seconds to make.</summary>
        private void Convert(string name, string key)
        {
            OpenSsl("pkey", "-inform", "DER", "-in", key, "-out", $"{name}.pem");
            OpenSsl("pkcs8", "-topk8", "-nocrypt", "-in", $"{name}.pem", "-outform", "DER", "-out", $"{name}.der");
        }
    }
}
