using TabFormat.Tbf;
using Tests.Shared;

namespace Acceptance.Tests;

/// <summary><c>edit</c> and <c>tab</c> with files in their places.</summary>
public sealed class EditTests : IDisposable
{
    private readonly Workspace _workspace = new Workspace().With("elf/blink.cortex-m4.elf", "cortex-m4.elf").With("elf/pie-rel.rv32imac.elf", "rv32imac.elf");

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_TAB_is_taken_apart_edited_and_put_together()
    {
        _workspace.Convert("-n", "blink", "--kernel-major", "2", "--deterministic", "-o", "app.tab", "cortex-m4.elf", "rv32imac.elf");
        byte[] before = _workspace.Read("app.tab");
        _workspace.Convert("edit", "--disable", "-o", "app.tab", "app.tab");
        _workspace.Convert("tab", "extract", "-o", ".", "app.tab", "rv32imac");
        Assert.Equal(TbfFlags.None, _workspace.ReadTbf("rv32imac.tbf").Flags & TbfFlags.Enabled);

        _workspace.Convert("tab", "remove", "-o", "app.tab", "app.tab", "rv32imac");
        _workspace.Convert("tab", "add", "-o", "app.tab", "app.tab", "rv32imac.tbf");
        _workspace.Convert("edit", "--enable", "-o", "app.tab", "app.tab");

        Bytes.Equal(before, _workspace.Read("app.tab"), "as it was");
    }

    [Fact]
    public void An_edit_that_cannot_be_leaves_the_file_as_it_is()
    {
        _workspace.Convert("--kernel-major", "2", "-o", "app.tab", "cortex-m4.elf");
        _workspace.Refuses("E2T0130", "edit", "-n", new string('x', 200), "-o", "app.tab", "app.tab");
    }
}
