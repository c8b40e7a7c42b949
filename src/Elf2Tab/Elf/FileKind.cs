namespace Elf2Tab.Elf;

/// <summary>
/// What a file is that is no ELF file, told by its first bytes: people give programs the file beside the one that they meant.
/// </summary>
/// <param name="Name">What it is, with its article: "a gzip archive".</param>
/// <param name="Hint">What to do to have an ELF file.</param>
public sealed record FileKind(string Name, string Hint)
{
    /// <summary>More bytes of the start do not tell more.</summary>
    public const int BytesThatTell = 512;

    private const string GiveLinked = "give the linked app (`.elf`), from which it was made";
    private const string Unpack = "unpack it and give the linked app (`.elf`) inside";
    private const string ForTock = "build for the board: its compiler's linker makes ELF files";
    private const string LinkIt = "link it; give the linked app (`.elf`)";

    /// <summary>The kind of a file; null: it cannot be told.</summary>
    /// <param name="start">Its first <see cref="BytesThatTell"/> bytes, or all that it has.</param>
    public static FileKind? Of(ReadOnlySpan<byte> start)
    {
        if (OfArchive(start) is { } archive)
            return archive;
        if (OfProgram(start) is { } program)
            return program;
        if (IsHexText(start, (byte)':'))
            return new FileKind("an Intel HEX file", GiveLinked);
        if (start.Length > 1 && start[1] is >= (byte)'0' and <= (byte)'9' && IsHexText(start, (byte)'S'))
            return new FileKind("a file of S-records", GiveLinked);
        if (start.StartsWith("version https://git-lfs"u8))
            return new FileKind("a Git LFS pointer", "fetch the file that it stands for: `git lfs pull`");
        if (start.StartsWith((ReadOnlySpan<byte>)[2, 0]) && start.Length >= 16)
            return new FileKind("a TBF", "it is converted already; `elf2tab inspect` shows what is in it");
        return null;
    }

    private static FileKind? OfArchive(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("!<arch>\n"u8))
            return new FileKind("a static library (ar)", LinkIt);
        if (start.StartsWith("!<thin>\n"u8))
            return new FileKind("a thin static library (ar)", LinkIt);
        if (start.StartsWith("metadata.toml\0"u8))
            return new FileKind("a TAB", "it is converted already; `elf2tab inspect` shows what is in it");
        if (start.Length >= 262 && start.Slice(257, 5).SequenceEqual("ustar"u8))
            return new FileKind("a tar archive", Unpack);
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return new FileKind("a gzip archive", Unpack);
        if (start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]))
            return new FileKind("a zstd archive", Unpack);
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z']))
            return new FileKind("an xz archive", Unpack);
        return start.StartsWith("PK\u0003\u0004"u8) ? new FileKind("a zip archive", Unpack) : null;
    }

    private static FileKind? OfProgram(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("UF2\n"u8))
            return new FileKind("a UF2 image", GiveLinked);
        if (start.StartsWith("MZ"u8))
            return new FileKind("a program for Windows (PE)", ForTock);
        if (start.StartsWith("\0asm"u8))
            return new FileKind("a WebAssembly module", ForTock);
        if (start.StartsWith((ReadOnlySpan<byte>)[(byte)'B', (byte)'C', 0xC0, 0xDE])
            || start.StartsWith((ReadOnlySpan<byte>)[0xDE, 0xC0, 0x17, 0x0B]))
        {
            return new FileKind("LLVM bitcode, an object file made with -flto", LinkIt);
        }
        bool isMachO = start.Length >= 4
            && (start[..4] is [0xFE, 0xED, 0xFA, 0xCE or 0xCF] or [0xCE or 0xCF, 0xFA, 0xED, 0xFE] or [0xCA, 0xFE, 0xBA, 0xBE]);
        return isMachO ? new FileKind("a program for macOS (Mach-O)", ForTock) : null;
    }

    /// <summary>Whether the first line is a mark and digits.</summary>
    private static bool IsHexText(ReadOnlySpan<byte> start, byte mark)
    {
        if (start.Length < 10 || start[0] != mark)
            return false;
        int end = start.IndexOfAny((byte)'\r', (byte)'\n');
        var line = end < 0 ? start[1..] : start[1..end];
        foreach (byte digit in line)
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return false;
        }
        return line.Length >= 9;
    }
}
