using System.Security.Cryptography;
using System.Text;
using Elf2Tab.Files;
using Tests.Shared;
using static Tests.Shared.RawTar;

namespace Elf2Tab.Tests.Files;

public sealed class ContentKindTests
{
    public static TheoryData<string, byte[]> Known
    {
        get
        {
            using var small = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return new()
            {
                { "an ELF file", TestData.Read("elf/blink.cortex-m4.elf") },
                { "a TBF", TestData.Read("cases/blink-m4/blink.cortex-m4.tbf") },
                { "a TBF", RawTbf.App() },
                { "a TAB", TestData.Read("cases/blink-m4/app.tab") },
                { "a TAB", Tar(Member("notes", [1])) },
                { "a key or certificate", TestData.Read("keys/rsa4096.der") },
                { "a key or certificate", small.ExportPkcs8PrivateKey() },
                { "a key or certificate", small.ExportECPrivateKey() },
                { "a key or certificate", small.ExportSubjectPublicKeyInfo() },
                { "a key or certificate", Keys.Encrypted(small) },
                { "a key or certificate", Keys.PrivatePem(small) },
                { "a key or certificate", [.. "Bag Attributes\n"u8, .. Keys.PrivatePem(small)] },
                { "a picture", Encoding.UTF8.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>") },
                { "an object library", [.. "!<arch>\n"u8] },
                { "a script", [.. "#!/bin/sh\n"u8] },
            };
        }
    }

    public static TheoryData<byte[]> Unknown
    {
        get
        {
            byte[] key = Keys.Private(Keys.Ecdsa);
            byte[][] files =
            [
                [], [2, 0], [.. "app.tab: app.elf\n"u8], [.. "0A is text\n"u8], [.. key, 0], key[..^1],
                RawTbf.Damaged(RawTbf.App(), 12, 1, 2, 3, 4), RawTbf.Damaged(RawTbf.App(), 0, 3), new byte[512],
            ];
            return [.. files];
        }
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void A_file_is_recognised_by_its_start(string name, byte[] file) => Assert.Equal(name, ContentKind.Of(file)?.Name);

    [Theory]
    [MemberData(nameof(Unknown))]
    public void Other_files_are_of_no_kind(byte[] file) => Assert.Null(ContentKind.Of(file));
}
