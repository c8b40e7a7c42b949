using Elf2Tab.Boards;
using TabFormat.Reading;

namespace Elf2Tab.Files;

/// <summary>A file with apps: a TBF, a TAB, or several TBFs as they lie in flash.</summary>
/// <param name="Path">As the user knows it.</param>
/// <param name="Bytes">All of it.</param>
/// <param name="Memory">Of a file of flash, the memory of apps; null: it is a TBF or a TAB.</param>
internal sealed record AppsFile(string Path, ReadOnlyMemory<byte> Bytes, AppMemory? Memory)
{
    /// <summary>Whether it is a TAB.</summary>
    public bool IsTab => Memory is null && TabReader.IsTar(Bytes.Span);

    /// <summary><c>tbf</c>, <c>tab</c>, or what a file of flash is.</summary>
    public string Kind => Memory?.Kind ?? (IsTab ? "tab" : "tbf");
}
