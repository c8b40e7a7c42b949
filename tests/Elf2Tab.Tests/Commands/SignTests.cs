using System.Security.Cryptography;
using System.Text;
using Elf2Tab.Diagnostics;
using TabFormat.Reading;
using TabFormat.Tbf;
using Tests.Shared;
using static Tests.Shared.RawTar;

namespace Elf2Tab.Tests.Commands;

public sealed class SignTests : IDisposable
{
    private const int Space = 3_000;

    private readonly Bench _bench = new Bench().WithData("elf/pointers.rv32imac.0x20040080.0x80002800.elf", "app.elf");

    /// <summary>Options and the footers that they give in front of the reserved one.</summary>
    public static TheoryData<string, string> Credentials => new()
    {
        { "--sha256", "Sha256" },
        { "--sha384", "Sha384" },
        { "--sha512", "Sha512" },
        { "--rsa4096-private ~/rsa", "Rsa4096" },
        { "--ecdsa-nist-p256-private ~/ecdsa", "EcdsaNistP256" },
        { "--ecdsa-nist-p256-private ~/ecdsa --sha512 --rsa4096-private ~/rsa --sha256", "Sha256 Sha512 Rsa4096 EcdsaNistP256" },
    };

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(Credentials))]
    public void Credentials_go_into_the_reserved_space_and_verify(string options, string formats)
    {
        WithKeys();
        foreach (string name in (string[])["app.tbf", "app.tab"])
        {
            _bench.Convert($"--minimum-footer-size {Space}");
            byte[] before = _bench.Read(name);
            Assert.Equal(new Printed(0, "", ""), _bench.Run($"sign {options} ~/{name} -o ~/signed-{name}"));

            Bytes.Equal(before, _bench.Read(name), "the input");
            byte[] signed = _bench.Read($"signed-{name}");
            Assert.Equal(before.Length, signed.Length);
            var (old, tbf) = (Tbf(before), Tbf(signed));
            Assert.Equal($"{formats} Reserved", string.Join(' ', tbf.Footers.Select(footer => footer.Format)));
            Bytes.Equal(
                old.Bytes.Span[..(int)old.BinaryEndOffset], tbf.Bytes.Span[..(int)tbf.BinaryEndOffset], "the covered bytes");
            foreach (string key in (string[])["rsa", "ecdsa"])
            {
                if (options.Contains($"~/{key}", StringComparison.Ordinal))
                    Assert.Equal(0, _bench.Run($"verify --public-key ~/{key}.pub ~/signed-{name}").Status);
            }
        }
    }

    [Fact]
    public void A_TAB_keeps_its_metadata_and_all_members_in_order()
    {
        byte[] app = _bench.Convert("--minimum-footer-size 100").Read("app.tbf");
        byte[] toml = [.. Metadata, .. "build-date = 2020-01-01T00:00:00Z\n[more]\nx = 1\n"u8];
        byte[] tab = Tar(Member("metadata.toml", toml), Member("b.tbf", app), Member("notes", [1, 2, 3]), Member("a.tbf", app));
        Assert.Equal(0, _bench.With("in.tab", tab).Run("sign --sha256 ~/in.tab -o ~/signed").Status);

        var signed = TabReader.Read(_bench.Read("signed"));
        Assert.Equal(["metadata.toml", "b.tbf", "notes", "a.tbf"], signed.Members.Select(member => member.Name));
        Assert.Equal(toml, signed.Members[0].Bytes.ToArray());
        Assert.Equal([1, 2, 3], signed.Members[2].Bytes.ToArray());
        Assert.All(signed.Tbfs, member => Assert.Equal(CredentialFormat.Sha256, TbfReader.Read(member.Bytes).Footers[0].Format));
        Assert.Equal(0, _bench.Run("verify ~/signed").Status);
    }

    [Fact]
    public void A_credential_of_the_same_kind_is_replaced_and_others_are_kept()
    {
        WithKeys();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _bench.With("other", SampleKeys.Private(other)).With("other.pub", SampleKeys.Public(other));
        _bench.Convert("--minimum-footer-size 400 --sha512 --ecdsa-nist-p256-private ~/other");
        byte[] before = _bench.Read("app.tbf");
        Assert.Equal(0, _bench.Run("sign --ecdsa-nist-p256-private ~/ecdsa --sha256 ~/app.tbf -o ~/signed").Status);

        var tbf = Tbf(_bench.Read("signed"));
        Assert.Equal("Sha512 Sha256 EcdsaNistP256 Reserved", string.Join(' ', tbf.Footers.Select(footer => footer.Format)));
        Assert.Equal(before.Length, tbf.Bytes.Length);
        Assert.Equal(0, _bench.Run("verify --public-key ~/ecdsa.pub ~/signed").Status);
        Assert.Equal(1, _bench.Run("verify --public-key ~/other.pub ~/signed").Status);
    }

    [Fact]
    public void Signed_when_converted_or_afterwards_is_the_same()
    {
        WithKeys();
        const string Options = "--rsa4096-private ~/rsa --sha256";
        byte[] expected = _bench.Convert($"--minimum-footer-size {Space} {Options}").Read("app.tbf");
        byte[] expectedTab = _bench.Read("app.tab");
        _bench.Convert($"--minimum-footer-size {Space}");
        _bench.Run($"sign {Options} ~/app.tbf -o ~/app.tbf");
        _bench.Run($"sign {Options} ~/app.tab -o ~/app.tab");

        Bytes.Equal(expected, _bench.Read("app.tbf"));
        Bytes.Equal(expectedTab, _bench.Read("app.tab"));
        _bench.Run($"sign {Options} ~/app.tbf -o ~/app.tbf");
        Bytes.Equal(expected, _bench.Read("app.tbf"), "signed again");
    }

    [Theory]
    [InlineData(40, "--sha256", true)]
    [InlineData(39, "--sha256", false)]
    [InlineData(56, "--sha384", true)]
    [InlineData(55, "--sha384", false)]
    [InlineData(72, "--sha512", true)]
    [InlineData(71, "--sha512", false)]
    [InlineData(72, "--ecdsa-nist-p256-private ~/ecdsa", true)]
    [InlineData(71, "--ecdsa-nist-p256-private ~/ecdsa", false)]
    [InlineData(1032, "--rsa4096-private ~/rsa", true)]
    [InlineData(1031, "--rsa4096-private ~/rsa", false)]
    public void The_space_must_hold_the_credentials(int space, string options, bool fits)
    {
        WithKeys();
        byte[] file = RawTbf.WithFooters(RawTbf.Footer(128, 0, new byte[space - 8]));
        _bench.With("app.tbf", file).With("signed", [1]);
        string before = _bench.Content;
        var printed = _bench.Run($"sign {options} ~/app.tbf -o ~/signed");

        Assert.Equal(fits ? 0 : 1, printed.Status);
        if (fits)
        {
            Assert.Equal([Catalogue.KernelVersionMissing.Code], _bench.Run("verify ~/signed").Codes);
            return;
        }
        Assert.Equal(["E2T0408"], printed.Codes);
        Assert.Contains($" {space} ", printed.Error, StringComparison.Ordinal);
        Assert.Contains($" {space + 1} ", printed.Error, StringComparison.Ordinal);
        Assert.Equal(before, _bench.Content);
    }

    [Fact]
    public void What_remains_of_the_space_is_zero()
    {
        _bench.With("app.tbf", RawTbf.WithFooters(RawTbf.Footer(128, 0, [.. Enumerable.Repeat((byte)0xFF, 100)])));
        _bench.Run("sign --sha256 ~/app.tbf -o ~/signed");

        Assert.Equal(new byte[100 - 40], Tbf(_bench.Read("signed")).Footers[1].Data.ToArray());
    }

    [Theory]
    [InlineData("app.tbf")]
    [InlineData("app.tab")]
    public void The_output_may_be_the_input(string name)
    {
        _bench.Convert("--minimum-footer-size 100");
        Assert.Equal(new Printed(0, "", ""), _bench.Run($"sign --sha256 ~/{name} -o ~/{name}"));

        Assert.Equal(CredentialFormat.Sha256, Tbf(_bench.Read(name)).Footers[0].Format);
        Assert.Equal(["app.elf", "app.tab", "app.tbf"], _bench.Names);
    }

    [Fact]
    public void What_follows_a_TBF_is_not_dropped()
    {
        byte[] file = _bench.Convert("--minimum-footer-size 200").Read("app.tbf");
        _bench.With("other", [.. file, 1, 2]).With("erased", [.. file, 0xFF, 0xFF]);
        var printed = _bench.Run("sign --sha256 ~/other -o ~/signed");
        Assert.Equal(1, printed.Status);
        Assert.Equal([Catalogue.BytesBehindTbf.Code], printed.Codes);
        Assert.Equal(new Printed(0, "", ""), _bench.Run("sign --sha256 ~/erased -o ~/signed"));
        _bench.Run("sign --sha256 ~/app.tbf -o ~/alone");
        Bytes.Equal([.. _bench.Read("alone"), 0xFF, 0xFF], _bench.Read("signed"));
    }

    [Fact]
    public void An_outdated_hash_is_not_passed_on()
    {
        byte[] file = _bench.Convert("--sha256 --minimum-footer-size 200").Read("app.tbf");
        int offset = (int)Tbf(file).BinaryOffset;
        _bench.With("in", RawTbf.Damaged(file, offset, (byte)~file[offset]));

        int status = _bench.Run("sign --sha512 ~/in -o ~/signed").Status;
        Assert.True(status != 0 || _bench.Run("verify ~/signed").Status == 0);
    }

    [Fact]
    public void The_output_is_not_a_key()
    {
        WithKeys();
        _bench.With("app.tbf", RawTbf.WithFooters(RawTbf.Footer(128, 0, new byte[100])));
        string before = _bench.Content;
        Assert.Equal(["E2T0012"], _bench.Run("sign --ecdsa-nist-p256-private ~/ecdsa ~/app.tbf -o ~/ecdsa").Codes);
        Assert.Equal(before, _bench.Content);
    }

    [Fact]
    public void What_is_damaged_is_refused_and_the_output_stays()
    {
        byte[] good = RawTbf.WithFooters(RawTbf.Footer(128, 0, new byte[100]));
        foreach (var (file, code) in ((byte[], string)[])
        [
            (good[..^1], "E2T0503"), (RawTbf.Damaged(good, 8, 3), "E2T0504"), ([], "E2T0500"),
            (RawTbf.WithFooters(new byte[100]), "E2T0519"),
            (Tar(Member("metadata.toml", Metadata), Member("a.tbf", good), Member("b.tbf", good[..^1])), "E2T0503"),
            (Archive(Member("dir", [], '5')), "E2T0552"), (Tar(Member("a.tbf", good)), "E2T0555"),
        ])
        {
            _bench.With("in", file).With("signed", [1, 2]);
            string before = _bench.Content;
            var printed = _bench.Run("sign --sha256 ~/in -o ~/signed");

            Assert.Equal((1, ""), (printed.Status, printed.Out));
            Assert.Equal([code], printed.Codes);
            Assert.Equal(before, _bench.Content);
        }
    }

    [Fact]
    public void A_key_whose_password_would_be_hashed_for_hours_is_refused()
    {
        WithKeys();
        byte[] key = SampleKeys.Ecdsa.ExportEncryptedPkcs8PrivateKey(
            SampleKeys.Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 0x10000));
        _bench.With("app.tbf", RawTbf.WithFooters(RawTbf.Footer(128, 0, new byte[100])))
            .With("key", key)
            .With("password", Encoding.UTF8.GetBytes(SampleKeys.Password));
        const string Line = "sign --ecdsa-nist-p256-private ~/key --key-password-file ~/password ~/app.tbf -o ~/signed";
        Assert.Equal(0, _bench.Run(Line).Status);

        int iterations = key.AsSpan().IndexOf((ReadOnlySpan<byte>)[2, 3, 1, 0, 0]);
        _bench.With("key", RawTbf.Damaged(key, iterations + 2, 0x7F));
        var printed = _bench.Run(Line);
        Assert.Equal(1, printed.Status);
        Assert.Equal([Catalogue.KeyUnreadable.Code], printed.Codes);
    }

    [Fact]
    public void A_damaged_key_is_refused_and_nothing_written()
    {
        _bench.With("app.tbf", RawTbf.WithFooters(RawTbf.Footer(128, 0, new byte[2000])));
        var (rsa, ecdsa) = (SampleKeys.Private(SampleKeys.Rsa), SampleKeys.Private(SampleKeys.Ecdsa));
        foreach (var (option, key) in ((string, byte[])[])
        [
            ("--rsa4096-private", []), ("--rsa4096-private", rsa[..^1]), ("--rsa4096-private", SampleKeys.PrivatePem(SampleKeys.Rsa)[..^1]),
            ("--rsa4096-private", RawTbf.Damaged(rsa, rsa.Length / 2, (byte)~rsa[rsa.Length / 2])),
            ("--rsa4096-private", SampleKeys.RsaOfNoPrime()),
            ("--ecdsa-nist-p256-private", ecdsa[..^1]), ("--ecdsa-nist-p256-private", SampleKeys.PrivatePem(SampleKeys.Ecdsa)[..^1]),
            ("--ecdsa-nist-p256-private", RawTbf.Damaged(ecdsa, ecdsa.Length - 1, (byte)~ecdsa[^1])),
        ])
        {
            var printed = _bench.With("key", key).Run($"sign {option} ~/key ~/app.tbf -o ~/signed");
            Assert.Equal((1, ""), (printed.Status, printed.Out));
            Assert.Equal([Catalogue.KeyUnreadable.Code], printed.Codes);
            Assert.False(File.Exists(_bench["signed"]));
        }
    }

    /// <summary>Its numbers fit one another: that it is damaged shows when it signs.</summary>
    [Theory]
    [InlineData("~/one.elf ~/two.elf -o ~/app.tab")]
    [InlineData("size ~/one.elf ~/two.elf")]
    [InlineData("edit ~/room.tbf -o ~/out.tbf")]
    public void That_a_key_makes_no_valid_signatures_is_told_once_of_the_key(string line)
    {
        byte[] elf = TestData.Read("elf/blink.cortex-m4.elf");
        _bench.With("one.elf", elf).With("two.elf", elf).With("key", SampleKeys.RsaOfNoPrime());
        Assert.Equal(0, _bench.Run("~/one.elf --tbf ~/room.tbf --no-tab -q --kernel-major 2 --minimum-footer-size 1200").Status);
        string before = _bench.Content;

        var printed = _bench.Run($"{line} --kernel-major 2 --rsa4096-private ~/key");

        Assert.Equal((1, ""), (printed.Status, printed.Out));
        Assert.Equal([Catalogue.KeyUnreadable.Code], printed.Codes);
        Assert.Contains("/key: error", printed.Error, StringComparison.Ordinal);
        Assert.Equal(before, _bench.Content);
    }

    [Theory]
    [InlineData(PbeEncryptionAlgorithm.Aes128Cbc, "SHA256")]
    [InlineData(PbeEncryptionAlgorithm.Aes192Cbc, "SHA384")]
    [InlineData(PbeEncryptionAlgorithm.Aes256Cbc, "SHA512")]
    [InlineData(PbeEncryptionAlgorithm.Aes256Cbc, "SHA1")]
    [InlineData(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, "SHA1")]
    public void Keys_may_be_encrypted_in_any_way_that_the_runtime_knows(PbeEncryptionAlgorithm cipher, string hash)
    {
        _bench.With("app.tbf", RawTbf.WithFooters(RawTbf.Footer(128, 0, new byte[2000])))
            .With("password", Encoding.UTF8.GetBytes(SampleKeys.Password)).With("wrong", [.. "wrong"u8]);
        foreach (var (option, key) in ((string, AsymmetricAlgorithm)[])
            [("--rsa4096-private", SampleKeys.Rsa), ("--ecdsa-nist-p256-private", SampleKeys.Ecdsa)])
        {
            var encryption = new PbeParameters(cipher, new HashAlgorithmName(hash), 10);
            _bench.With("key", key.ExportEncryptedPkcs8PrivateKey(SampleKeys.Password, encryption));

            Assert.Equal(
                new Printed(0, "", ""), _bench.Run($"sign {option} ~/key --key-password-file ~/password ~/app.tbf -o ~/signed"));
            Assert.Equal(
                [Catalogue.KeyPassword.Code], _bench.Run($"sign {option} ~/key --key-password-file ~/wrong ~/app.tbf -o ~/signed").Codes);
        }
    }

    [Fact]
    public void A_wrong_password_is_never_taken_for_a_damaged_key()
    {
        WithKeys();
        _bench.With("app.tbf", RawTbf.WithFooters(RawTbf.Footer(128, 0, new byte[2000]))).With("key", SampleKeys.Encrypted(SampleKeys.Ecdsa));
        for (int attempt = 0; attempt < 1000; attempt++)
        {
            _bench.With("password", Encoding.UTF8.GetBytes($"{attempt}"));
            var printed = _bench.Run("sign --ecdsa-nist-p256-private ~/key --key-password-file ~/password ~/app.tbf -o ~/signed");
            Assert.Equal([Catalogue.KeyPassword.Code], printed.Codes);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Encrypted_keys_are_opened_with_their_password(bool isPem)
    {
        WithKeys();
        _bench.With("app.tbf", RawTbf.WithFooters(RawTbf.Footer(128, 0, new byte[2000])));
        foreach (var (name, option, key) in ((string, string, AsymmetricAlgorithm)[])
            [("rsa", "--rsa4096-private", SampleKeys.Rsa), ("ecdsa", "--ecdsa-nist-p256-private", SampleKeys.Ecdsa)])
        {
            _bench.With("key", isPem ? SampleKeys.EncryptedPem(key) : SampleKeys.Encrypted(key));
            foreach (string password in (string[])[SampleKeys.Password, SampleKeys.Password + "\n", SampleKeys.Password + "\r\nsecond line"])
            {
                File.WriteAllText(_bench["password"], password);
                var printed = _bench.Run($"sign {option} ~/key --key-password-file ~/password ~/app.tbf -o ~/signed");
                Assert.Equal(new Printed(0, "", ""), printed);
                Assert.Equal([Catalogue.KernelVersionMissing.Code], _bench.Run($"verify --public-key ~/{name}.pub ~/signed").Codes);
                File.Delete(_bench["signed"]);
            }
            foreach (string password in (string[])["", SampleKeys.Password + " ", "\n" + SampleKeys.Password])
            {
                File.WriteAllText(_bench["password"], password);
                Refuses($"{option} ~/key --key-password-file ~/password", "E2T0409");
            }
            Refuses($"{option} ~/key", "E2T0403");
            Refuses($"{option} ~/key --key-password-file ~/none", "E2T0100");
        }
        Refuses("--rsa4096-private ~/ecdsa", "E2T0404");

        void Refuses(string options, string code)
        {
            var printed = _bench.Run($"sign {options} ~/app.tbf -o ~/signed");
            Assert.Equal(1, printed.Status);
            Assert.Equal([code], printed.Codes);
            Assert.False(File.Exists(_bench["signed"]));
        }
    }

    private static TbfReading Tbf(byte[] file)
    {
        var reading = TbfReader.Read(TabReader.IsTar(file) ? TabReader.Read(file).Tbfs.Single().Bytes : file);
        Assert.Empty(reading.Findings);
        return reading;
    }

    private void WithKeys() => _bench
        .With("rsa", SampleKeys.Private(SampleKeys.Rsa)).With("rsa.pub", SampleKeys.Public(SampleKeys.Rsa))
        .With("ecdsa", SampleKeys.PrivatePem(SampleKeys.Ecdsa)).With("ecdsa.pub", SampleKeys.PublicPem(SampleKeys.Ecdsa));
}
