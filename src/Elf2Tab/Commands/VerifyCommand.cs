using System.Collections.Immutable;
using System.Globalization;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Signing;
using Elf2Tab.Verification;
using TabFormat.Credentials;
using TabFormat.Reading;
using TabFormat.Tab;

namespace Elf2Tab.Commands;

/// <summary>Options of <c>verify</c>.</summary>
public sealed record VerifyOptions
{
    /// <summary>The files.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>The ELF from which the TBF was made.</summary>
    public string? Elf { get; init; }

    /// <summary>A public key for the signatures.</summary>
    public string? PublicKey { get; init; }

    /// <summary>Where the app would be loaded.</summary>
    public Platform Platform { get; init; } = new();
}

/// <summary><c>elf2tab verify FILE...</c>: would a kernel load it?</summary>
public static class VerifyCommand
{
    private static readonly OptionValue Address = new("ADDRESS", "a number, decimal or 0x hexadecimal");

    private static readonly OptionTable<VerifyOptions> Options = new(
        [
            new("elf", '\0', OptionArity.One, OptionValue.Path, "Compare the TBF with this ELF, loaded.", (o, v) => o with { Elf = v }),
            new("public-key", '\0', OptionArity.One, OptionValue.Path, "Check signatures with this key (PEM or DER, RSA-4096 or P-256).",
                (o, v) => o with { PublicKey = v }),
            new("kernel", '\0', OptionArity.One, new("MAJOR.MINOR", "a version such as 2.1"), "Would this kernel take it?",
                (o, v) => ParseVersion(v) is { } version ? On(o, o.Platform with { Kernel = version }) : null),
            new("flash-address", '\0', OptionArity.One, Address, "Would it load with the TBF at this address?",
                (o, v) => ConvertOptionTable.ParseHexU32(v) is { } address ? On(o, o.Platform with { FlashAddress = address }) : null),
            new("ram-address", '\0', OptionArity.One, new("FROM..TO", "two addresses such as 0x20000000..0x20010000"),
                "Would it load with this RAM?", (o, v) => ParseRange(v) is { } range ? On(o, o.Platform with { Ram = range }) : null),
        ],
        (options, argument) => options with { Files = options.Files.Add(argument) });

    private static readonly Command<VerifyOptions> Command = new(Options, () => $"""
        Says whether a kernel would load TBFs and TABs, and if not, why.

        Usage: elf2tab verify [OPTIONS] <FILE>...

        Options:
        {Options.Describe()}
        """, TroubleStatus: 2);

    /// <summary>Runs the command.</summary>
    /// <returns>0: all would load; 1: one would not; 2: it could not be told.</returns>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal) =>
        Command.Run(new VerifyOptions(), arguments, terminal, (parsed, diagnostics) =>
        {
            var options = parsed.Options;
            if (options.Files.IsEmpty)
                throw diagnostics.Fail(Catalogue.NoInput, "no file to verify", "name at least one file: `elf2tab verify app.tab`");
            if (options.Elf is not null && options.Files.Length > 1)
                throw diagnostics.Fail(Catalogue.WrongFileCount, "--elf compares one TBF");
            var key = options.PublicKey is null ? null : ReadKey(options.PublicKey, diagnostics);
            int status = 0;
            foreach (string file in options.Files)
            {
                var bytes = InputFile.ReadOutput(file, diagnostics);
                var found = new DiagnosticSink(file);
                try
                {
                    VerifyFile(bytes, key, options, found);
                }
                finally
                {
                    diagnostics.Add(found);
                }
                status = found.HasErrors ? 1 : status;
                terminal.Out.WriteLine($"{DiagnosticPrinter.Printable(file)}: {(found.HasErrors ? "would not load" : "would load")}");
            }
            return status;
        });

    private static void VerifyFile(
        ReadOnlyMemory<byte> bytes, SignatureCredential? key, VerifyOptions options, DiagnosticSink diagnostics)
    {
        if (!TabReader.IsTar(bytes.Span))
        {
            VerifyTbf(bytes, "", key, options, diagnostics);
            return;
        }
        var tab = TabReader.Read(bytes);
        foreach (var finding in tab.Findings)
            diagnostics.Report(RuleCatalogue.Of(finding.Rule), finding.ToString());
        foreach (var member in tab.Tbfs)
            VerifyTbf(member.Bytes, member.Name + ": ", key, options, diagnostics);
    }

    private static void VerifyTbf(
        ReadOnlyMemory<byte> bytes, string prefix, SignatureCredential? key, VerifyOptions options, DiagnosticSink diagnostics)
    {
        var reading = TbfReader.Read(bytes);
        foreach (var finding in reading.Findings)
            diagnostics.Report(RuleCatalogue.Of(finding.Rule), $"{prefix}at 0x{finding.Offset:x}: {finding.Text}");
        if (!reading.Findings.IsEmpty || reading.IsPadding)
            return;
        options.Platform.Check(reading, prefix, diagnostics);
        if (key is not null)
            CheckSignatures(reading, prefix, key, diagnostics);
        if (options.Elf is not null)
            CompareWithElf(reading, options.Elf, diagnostics);
    }

    private static void CheckSignatures(TbfReading reading, string prefix, SignatureCredential key, DiagnosticSink diagnostics)
    {
        var footers = reading.Footers.Where(footer => footer.Format == key.Format).ToList();
        if (footers.Count == 0)
            diagnostics.Report(Catalogue.SignatureMissing, $"{prefix}there is no {key.Format} footer");
        var covered = reading.Bytes.Span[..(int)reading.BinaryEndOffset];
        foreach (var footer in footers)
        {
            if (!key.Verify(covered, footer.Data.Span))
                diagnostics.Report(
                    Catalogue.SignatureInvalid,
                    $"{prefix}the {footer.Format} footer at 0x{footer.Offset:x} was not made with this key over these bytes");
        }
    }

    private static void CompareWithElf(
        TbfReading reading, string path, DiagnosticSink diagnostics) =>
        InputFile.Use(path, diagnostics, (source, found) =>
    {
        var elf = ElfFile.Read(source, found);
        ElfComparison.Compare(elf, reading, diagnostics, found);
        return true;
    });

    private static SignatureCredential ReadKey(string path, DiagnosticSink diagnostics)
    {
        if (!OpenSsl.IsAvailable())
            throw diagnostics.Fail(Catalogue.NoCryptography, "signatures need OpenSSL, which is not installed");
        return InputFile.Use(path, diagnostics, (source, found) => PublicKeyFile.Read(
            source.Read(0, Math.Min(source.Length, PrivateKeyFile.LargestFile)).ToArray(), found));
    }

    private static VerifyOptions On(VerifyOptions options, Platform platform) => options with { Platform = platform };

    private static (ushort Major, ushort Minor)? ParseVersion(string text)
    {
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0
            && ushort.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out ushort major)
            && ushort.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort minor)
                ? (major, minor)
                : null;
    }

    private static (uint From, uint To)? ParseRange(string text)
    {
        int dots = text.IndexOf("..", StringComparison.Ordinal);
        return dots > 0
            && ConvertOptionTable.ParseHexU32(text[..dots]) is { } from
            && ConvertOptionTable.ParseHexU32(text[(dots + 2)..]) is { } to
            && from < to
                ? (from, to)
                : null;
    }
}
