using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using TabFormat.Reading;

namespace Elf2Tab.Tests.Plan;

/// <summary>A conversion to which the app is all that matters, and what it reported.</summary>
internal sealed record RamConversion(Converted? Result, DiagnosticSink Diagnostics)
{
    public RamPlan Plan => (RamPlan)Result!.Plan;

    public ElfFile Elf => Result!.Elf;

    public TbfReading Tbf => TbfReader.Read(Result!.Bytes);

    /// <summary>The app binary.</summary>
    public byte[] Binary => Tbf.Bytes[(int)Tbf.BinaryOffset..(int)Tbf.BinaryEndOffset].ToArray();

    /// <summary>What small apps of tests cannot avoid: <see cref="ProtectionRegionsTests"/> looks at these.</summary>
    private static readonly DiagnosticKind[] OfProtection =
        [Catalogue.RightsShareGranule, Catalogue.WritableAndExecutable, Catalogue.ManyRegions];

    /// <summary>Kinds of errors and warnings, in order, without those of memory protection.</summary>
    public DiagnosticKind[] Problems => [.. Kinds.Where(kind => kind.Severity != Severity.Note && !OfProtection.Contains(kind))];

    public DiagnosticKind[] Notes => [.. Kinds.Where(kind => kind.Severity == Severity.Note)];

    private IEnumerable<DiagnosticKind> Kinds => Diagnostics.Diagnostics.Select(diagnostic => diagnostic.Kind);

    public static RamConversion Of(byte[] elf, ConvertOptions? options = null)
    {
        var diagnostics = new DiagnosticSink("app.elf");
        try
        {
            return new(Converter.Convert(new ElfSource(elf), [], options ?? new ConvertOptions(), diagnostics), diagnostics);
        }
        catch (InputException)
        {
            return new(null, diagnostics);
        }
    }

    /// <summary>The conversion of an app with which nothing is wrong.</summary>
    public static RamConversion Clean(byte[] elf, ConvertOptions? options = null)
    {
        var conversion = Of(elf, options);
        Assert.Empty(conversion.Diagnostics.Diagnostics
            .Where(diagnostic => conversion.Problems.Contains(diagnostic.Kind))
            .Select(diagnostic => $"{diagnostic.Kind.Code}: {diagnostic.Message}"));
        return conversion;
    }

    /// <summary>Converts with exactly these warnings.</summary>
    public static RamConversion Warned(byte[] elf, ConvertOptions? options, params DiagnosticKind[] warnings)
    {
        var conversion = Of(elf, options);
        Assert.Equal(warnings.Select(kind => kind.Code), conversion.Problems.Select(kind => kind.Code));
        Assert.NotNull(conversion.Result);
        return conversion;
    }

    /// <summary>Stops with exactly this error, whatever else was warned of.</summary>
    public static Diagnostic Refused(byte[] elf, ConvertOptions? options, DiagnosticKind error)
    {
        var conversion = Of(elf, options);
        Assert.Null(conversion.Result);
        return Assert.Single(conversion.Diagnostics.Diagnostics, diagnostic =>
        {
            bool isExpected = diagnostic.Kind == error;
            Assert.True(isExpected || diagnostic.Kind.Severity != Severity.Error, $"{diagnostic.Kind.Code}: {diagnostic.Message}");
            return isExpected;
        });
    }
}
