using TabFormat.Reading;
using TabFormat.Tbf;
using Tests.Shared;
using static Tests.Shared.RawTbf;

namespace TabFormat.Tests.Reading;

public sealed class TbfEditingTests
{
    private const CredentialFormat Sha256 = CredentialFormat.Sha256;

    [Fact]
    public void Elements_that_the_header_of_an_app_has_no_value_for_are_kept()
    {
        // A type that is not known, a list of permissions that allows nothing, and one name of two.
        byte[] tbf = App(Element(200, 1, 2, 3), Element(6, 0, 0), Element(3, "a"u8.ToArray()), Element(3, "b"u8.ToArray()));

        var back = TbfReader.Read(tbf).ToObject();
        var again = TbfReader.Read(TbfWriter.Write(back));

        Assert.Equal(
            [new((TbfElementType)200, new byte[] { 1, 2, 3 }), new OtherElement(TbfElementType.Permissions, new byte[2])],
            back.App.OtherElements);
        Assert.Empty(again.Findings);
        Assert.Equal("b", again.PackageName);
        Assert.Equal([1, 9, 3, 200, 6], again.Elements.Select(element => (int)element.Type));
        Bytes.Equal(TbfReader.Read(tbf).Binary.Span, again.Binary.Span);
    }

    [Fact]
    public void An_app_without_a_Program_element_gets_one_and_room_for_it()
    {
        byte[] code = [1, 2, 3, 4];
        byte[] tbf = Patched([.. U16(2, 32), .. U32(36, 1, 0), .. Element(1, U32(1, 0, 0x200)), .. code], 8, 1);

        var back = TbfReader.Read(tbf).ToObject();
        var again = TbfReader.Read(TbfWriter.Write(back));

        Assert.Empty(again.Findings);
        Assert.Equal((1U, 0x200U, 0U), (back.App.EntryOffset, back.App.MinimumRamSize, back.App.Version));
        Assert.Equal((60U, code.Length), (again.TotalSize, again.Binary.Length));
        Assert.Equal(code, again.Binary.ToArray());
    }

    [Fact]
    public void Hashes_are_worked_out_anew_and_all_else_behind_the_app_stays()
    {
        byte[] signature = [.. Enumerable.Range(0, 64).Select(value => (byte)value)];
        byte[] tbf = WithFooters(
            Footer(128, 0, 9), Footer(128, (uint)Sha256, new byte[32]), Footer(128, (uint)CredentialFormat.EcdsaNistP256, signature), Footer(128, 0, new byte[20]));
        Assert.Equal([TbfRule.Hash], TbfReader.Read(tbf).Findings.Select(finding => finding.Rule));

        var back = TbfReader.Read(tbf).ToObject();
        var again = TbfReader.Read(TbfWriter.Write(back with { App = back.App with { Version = 8 } }));

        Assert.Empty(again.Findings);
        Assert.Equal(8U, again.Entry!.Version);
        Assert.Equal(
            [CredentialFormat.Reserved, Sha256, CredentialFormat.EcdsaNistP256, CredentialFormat.Reserved],
            again.Footers.Select(footer => footer.Format));
        Assert.Equal([9], again.Footers[0].Data.ToArray());
        Assert.Equal(signature, again.Footers[2].Data.ToArray());
        Assert.Equal((uint)tbf.Length, again.TotalSize);
    }

    [Fact]
    public void What_is_damaged_or_padding_is_not_taken_back()
    {
        byte[] good = App();
        byte[] padding = new byte[32];
        TbfWriter.WritePadding(padding);

        Assert.Throws<InvalidOperationException>(() => TbfReader.Read(Damaged(good, 8, 3)).ToApp());
        Assert.Throws<InvalidOperationException>(() => TbfReader.Read(good.AsMemory(..^1)).ToObject());
        Assert.Throws<InvalidOperationException>(() => TbfReader.Read(padding).ToApp());
    }
}
