using System.Security.Cryptography;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Elf2Tab.Tests.Elf;
using Elf2Tab.Verification;
using TabFormat.Tbf;

namespace Elf2Tab.Tests.Verification;

public sealed class OutputCheckTests
{
    private static readonly ConvertOptions EveryElement = new()
    {
        PackageName = "odd",
        Permissions = [(1, 2), (3, 70)],
        WriteId = 1,
        ReadIds = [2, 3],
        AccessIds = [4],
        ShortId = 5,
        KernelMajor = 2,
        KernelMinor = 1,
    };

    [Fact]
    public void What_was_written_passes()
    {
        var converted = Convert(EveryElement, new HashCredential(CredentialFormat.Sha256));

        Check(converted.Tbf, converted.Bytes).With();
    }

    [Fact]
    public void Every_changed_bit_is_found()
    {
        var converted = Convert(EveryElement);

        Assert.Empty(Unnoticed(converted));
    }

    [Fact]
    public void Every_changed_bit_is_found_without_optional_elements_too() =>
        Assert.Empty(Unnoticed(Convert(new())));

    [Fact]
    public void Changed_credentials_are_found()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Credential[] hashes = [new HashCredential(CredentialFormat.Sha384), new HashCredential(CredentialFormat.Sha512)];

        Assert.Empty(Unnoticed(Convert(new(), [.. hashes, new EcdsaCredential(key)])));
    }

    [Fact]
    public void Changed_reserved_space_is_found() =>
        Assert.Empty(Unnoticed(Convert(new() { MinimumFooterSize = 24 })));

    [Fact]
    public void Missing_and_additional_bytes_are_found()
    {
        var converted = Convert(EveryElement);

        Check(converted.Tbf, converted.Bytes[..^1]).IsRefusedFor(Catalogue.CheckFailed);
        Check(converted.Tbf, [.. converted.Bytes, 0]).IsRefusedFor(Catalogue.CheckFailed);
        Check(converted.Tbf, []).IsRefusedFor(Catalogue.CheckFailed);
    }

    [Fact]
    public void Space_that_nothing_uses_is_zero()
    {
        // A protected trailer between header and app, and padding that is too short for a credential.
        var app = Apps.Fixed(new SegmentSpec(Apps.Flash, Apps.Code(62))) with { Machine = ElfMachine.RiscV };
        var converted = Convert(app, new());
        Assert.True(converted.Tbf.ProtectedRegionSize > converted.Tbf.App.HeaderSize);
        Assert.Equal(2U, converted.Tbf.TotalSize - converted.Tbf.BinaryEndOffset);

        Assert.Empty(Unnoticed(converted));
    }

    /// <summary>Offsets of bytes of which some bit may change without a complaint.</summary>
    private static IEnumerable<int> Unnoticed(Converted converted)
    {
        for (int bit = 0; bit < 8 * converted.Bytes.Length; bit++)
        {
            byte[] bytes = [.. converted.Bytes];
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            var outcome = Check(converted.Tbf, bytes);
            if (!outcome.IsRefused)
                yield return bit / 8;
            else
                Assert.All(outcome.Kinds, kind => Assert.Equal(Catalogue.CheckFailed, kind));
        }
    }

    private static Outcome<int> Check(TbfObject tbf, byte[] bytes) => Outcome.Of(diagnostics =>
    {
        OutputCheck.Check(tbf, bytes, diagnostics);
        return 0;
    });

    /// <summary>An app that has no protected trailer, and a gap and a writeable flash region.</summary>
    private static Converted Convert(ConvertOptions options, params Credential[] credentials)
    {
        var app = Apps.PositionIndependent() with { Machine = ElfMachine.RiscV, Entry = Apps.Anywhere };
        app = app with
        {
            Segments = [app.Segments[0], Apps.Data(Apps.Anywhere + 72, 16)],
            Sections = [app.Sections[0] with { Name = ".wfr", Size = 8 }, .. app.Sections[1..]],
        };
        return Convert(app, options, credentials);
    }

    private static Converted Convert(ElfBuilder app, ConvertOptions options, params Credential[] credentials)
    {
        var source = new ElfSource(app.Build());
        return Converter.Convert(source, [.. credentials], options, new DiagnosticSink("app.elf"));
    }
}
