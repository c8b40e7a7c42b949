using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Tests.Elf;

namespace Elf2Tab.Tests;

/// <summary>What a step of the conversion gave, or why it gave nothing.</summary>
internal sealed record Outcome<T>(T? Value, bool IsRefused, DiagnosticSink Diagnostics)
{
    public IEnumerable<DiagnosticKind> Kinds => Diagnostics.Diagnostics.Select(diagnostic => diagnostic.Kind);

    /// <summary>The value, when these diagnostics and no others came with it.</summary>
    public T With(params DiagnosticKind[] kinds)
    {
        Assert.Equal(kinds, Kinds);
        Assert.False(IsRefused);
        return Value!;
    }

    public void IsRefusedFor(DiagnosticKind kind)
    {
        Assert.Equal(kind, Kinds.LastOrDefault());
        Assert.True(IsRefused);
    }
}

internal static class Outcome
{
    public static Outcome<T> Of<T>(ElfBuilder app, Func<ElfFile, DiagnosticSink, T> step)
    {
        var elf = app.Read();
        return Of(diagnostics => step(elf, diagnostics));
    }

    public static Outcome<T> Of<T>(Func<DiagnosticSink, T> step)
    {
        var diagnostics = new DiagnosticSink("app.elf");
        try
        {
            return new Outcome<T>(step(diagnostics), IsRefused: false, diagnostics);
        }
        catch (InputException)
        {
            return new Outcome<T>(default, IsRefused: true, diagnostics);
        }
    }
}
