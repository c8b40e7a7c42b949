using Elf2Tab.Diagnostics;

namespace Elf2Tab.Tests.Elf;

/// <summary>Cuts a file at every length.</summary>
internal static class Truncation
{
    /// <summary>
    /// What ends before <paramref name="used"/> is refused as a damaged file; what lies behind makes no difference.
    /// </summary>
    public static void IsNoticed(byte[] file, int used, Func<byte[], DiagnosticSink, string> read)
    {
        string whole = read(file, new DiagnosticSink("app.elf"));
        for (int length = 0; length < file.Length; length++)
        {
            var outcome = Outcome.Of(diagnostics => read(file[..length], diagnostics));
            if (length >= used)
                Assert.Equal(whole, outcome.With());
            else
                Assert.InRange(Assert.Single(outcome.Kinds).Number, 200, 299);
        }
    }
}
