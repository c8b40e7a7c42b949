using Elf2Tab.Commands;
using Elf2Tab.Diagnostics;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Tests.Commands;

public sealed class RewritingTests : IDisposable
{
    private readonly Bench _bench = new Bench().WithData("elf/blink.cortex-m4.elf", "app.elf").Convert();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void What_another_run_writes_meanwhile_stays_and_is_told_of_once()
    {
        var diagnostics = new DiagnosticSink(null);
        byte[] other = Edited(_bench.Read("app.tbf"), new TbfEdit { Set = TbfFlags.Sticky });
        int tries = 0;

        Rewriting.Run("edit", _bench["app.tbf"], _bench["app.tbf"], diagnostics, (app, found) =>
        {
            found.Report(Catalogue.SignatureDropped, "of the old header");
            byte[] changed = Edited(app.Bytes.ToArray(), new TbfEdit { Cleared = TbfFlags.Enabled });
            if (++tries == 1)
                _bench.With("app.tbf", other);
            return changed;
        });

        Assert.Equal(2, tries);
        Assert.Equal(TbfFlags.Sticky, TbfReader.Read(_bench.Read("app.tbf")).Flags);
        Assert.Equal(Catalogue.SignatureDropped, Assert.Single(diagnostics.Diagnostics).Kind);
    }

    private static byte[] Edited(byte[] tbf, TbfEdit edit)
    {
        byte[] header = edit.Apply(TbfReader.Read(tbf));
        return [.. header, .. tbf.AsSpan(header.Length)];
    }
}
