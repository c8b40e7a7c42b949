using System.Security.Cryptography;
using System.Text;
using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Tests.Shared;

namespace Fuzz.Targets;

/// <summary>Inputs to start from: the test data of the repository.</summary>
internal static class TestFiles
{
    /// <summary>What opens the encrypted key.</summary>
    public const string Password = "pass word";

    /// <summary>Larger files are no better, and slower.</summary>
    private const int LargestSeed = 20_000;

    /// <summary>A TBF without faults.</summary>
    public static string ATbf { get; } = TestData.PathOf("cases/hashes/pointers.cortex-m4.tbf");

    /// <summary>A TAB without faults.</summary>
    public static string ATab { get; } = TestData.PathOf("cases/hashes/app.tab");

    public static IEnumerable<byte[]> Elfs() => [.. Files("elf", "*.elf"), .. Files("edge", "*.elf")];

    public static IEnumerable<byte[]> Tbfs() => Files("cases", "*.tbf");

    public static IEnumerable<byte[]> Tabs() => Files("cases", "*.tab");

    /// <summary>Manifests: the one of the documentation, and one with all that can be in one.</summary>
    public static IEnumerable<byte[]> Manifests()
    {
        string[] page = File.ReadAllText(Path.Combine(TestData.Root, "docs/build.md")).Split("```");
        yield return Encoding.UTF8.GetBytes(page.First(block => block.StartsWith("toml\n", StringComparison.Ordinal))["toml\n".Length..]);
        string options = string.Join('\n', ConversionOptions.OfManifests.All.Select(option => option.Shape switch
        {
            SettingShape.Flag => $"{option.Name} = true",
            SettingShape.Many => $"{option.Name} = [\"1,0\", 2, \"0x3\"]",
            _ => $"{option.Name} = 4",
        }));
        yield return Encoding.UTF8.GetBytes($"[apps.\"a b\"]\ninputs = \"*.elf\"\n{options}\n[defaults]\n{options}\n");
        yield return [.. "defaults.stack = 1\napps = { a = { inputs = ['a.elf', \"\\u0062.elf\"] }, b.inputs = [] }\n"u8];
    }

    /// <summary>Private keys as DER and as PEM.</summary>
    public static IEnumerable<byte[]> PrivateKeys() =>
        Files("keys", "*.der").SelectMany(der => (byte[][])[der, Pem("PRIVATE KEY", der), Pem("ENCRYPTED PRIVATE KEY", der)]);

    /// <summary>Public keys as DER and as PEM.</summary>
    public static IEnumerable<byte[]> PublicKeys()
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(TestData.Read("keys/rsa4096.der"), out _);
        byte[][] keys =
        [
            rsa.ExportSubjectPublicKeyInfo(),
            .. ((string[])["p256", "p256-explicit", "p384"]).Select(name => EllipticCurveKey($"keys/{name}.der")),
        ];
        return keys.SelectMany(der => (byte[][])[der, Pem("PUBLIC KEY", der)]).Append(rsa.ExportRSAPublicKey());
    }

    private static byte[] EllipticCurveKey(string privateKey)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(TestData.Read(privateKey), out _);
        return key.ExportSubjectPublicKeyInfo();
    }

    private static byte[] Pem(string label, byte[] der) => Encoding.ASCII.GetBytes(PemEncoding.WriteString(label, der));

    private static IEnumerable<byte[]> Files(string directory, string pattern) =>
        Directory.EnumerateFiles(TestData.PathOf(directory), pattern, SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Where(file => new FileInfo(file).Length <= LargestSeed)
            .Select(File.ReadAllBytes);
}
