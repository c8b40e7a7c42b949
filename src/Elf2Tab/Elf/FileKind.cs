using System.Text;
using TabFormat.Reading;
using TabFormat.Tab;

namespace Elf2Tab.Elf;

/// <summary>
/// What a file is, told by its first bytes: people give programs the file beside the one that they meant. An input of another
/// kind is called by its name, an output replaces no file of another kind.
/// </summary>
/// <param name="Name">What it is, with its article: "a gzip archive".</param>
/// <param name="Hint">What to do to have an ELF file.</param>
internal sealed record FileKind(string Name, string Hint)
{
    /// <summary>More bytes of the start do not tell more.</summary>
    public const int BytesThatTell = 512;

    private const string GiveLinked = "give the linked app (`.elf`), from which it was made";
    private const string ForTock = "build for the board: its compiler's linker makes ELF files";
    private const string Converted = "it is converted already; `elf2tab inspect` shows what is in it";
    private const string LinkIt = "link it; give the linked app (`.elf`)";

    /// <summary>What to do to have a TBF or TAB.</summary>
    public string HintForTbf { get; init; } = "give the `.tbf` or `.tab`; `elf2tab app.elf -o app.tab` makes both of the linked app";

    /// <summary>A text in TOML.</summary>
    public static FileKind Toml => new("a TOML file", "give the linked app (`.elf`); `elf2tab build` takes manifests")
    {
        HintForTbf = "give the `.tbf` or `.tab`; `elf2tab build` makes them of a manifest",
    };

    /// <summary>A tar archive that is no TAB.</summary>
    public static FileKind TarArchive { get; } = Packed("a tar archive");

    /// <summary>The kind of a whole file; null: it cannot be told.</summary>
    public static FileKind? Of(ReadOnlySpan<byte> file) => Of(file, file.Length);

    private static FileKind? Of(ReadOnlySpan<byte> file, long length) => Of(file[..Math.Min(BytesThatTell, file.Length)], () => length);

    /// <summary>The kind of a file; null: it cannot be told.</summary>
    /// <param name="start">Its first <see cref="BytesThatTell"/> bytes, or all that it has.</param>
    /// <param name="length">How many it has; asked for only where that tells.</param>
    public static FileKind? Of(ReadOnlySpan<byte> start, Func<long> length)
    {
        if (start.StartsWith("\u007fELF"u8))
            return new FileKind("an ELF file", "convert it: `elf2tab app.elf`");
        if (TbfReader.HasHeader(start))
            return new FileKind("a TBF", Converted);
        if (OfArchive(start) is { } archive)
            return archive;
        if (OfProgram(start) is { } program)
            return program;
        if (IsHexText(start, (byte)':'))
            return new FileKind("an Intel HEX file", GiveLinked);
        if (start.Length > 1 && start[1] is >= (byte)'0' and <= (byte)'9' && IsHexText(start, (byte)'S'))
            return new FileKind("a file of S-records", GiveLinked);
        if (start.StartsWith("version https://git-lfs"u8))
            return WithOneHint("a Git LFS pointer", "fetch the file that it stands for: `git lfs pull`");
        if (IsHtml(start))
            return WithOneHint("an HTML page", "download the file itself; this is a page in its place");
        if (start.StartsWith("<svg"u8) || start.StartsWith("<?xml"u8))
            return new FileKind("a picture", GiveLinked);
        if (start.StartsWith("#!"u8))
            return new FileKind("a script", "give the linked app (`.elf`), which it may build");
        if (start.IndexOf("-----BEGIN "u8) >= 0 || IsDer(start, length))
            return new FileKind("a key or certificate", "give the linked app (`.elf`); options of signing take keys");
        return IsToml(start) ? Toml : null;
    }

    private static FileKind WithOneHint(string name, string hint) => new(name, hint) { HintForTbf = hint };

    private static FileKind Packed(string name) => new(name, "unpack it and give the linked app (`.elf`) inside")
    {
        HintForTbf = "unpack it and give the `.tbf` or `.tab` inside",
    };

    private static FileKind? OfArchive(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("!<arch>\n"u8))
            return new FileKind("a static library (ar)", LinkIt);
        if (start.StartsWith("!<thin>\n"u8))
            return new FileKind("a thin static library (ar)", LinkIt);
        if (TabReader.IsTar(start))
            return TarHeader.NameOf(start) is var name && (name.SequenceEqual(TabMetadata.FileNameBytes) || name.EndsWith(".tbf"u8))
                ? new FileKind("a TAB", Converted)
                : TarArchive;
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return Packed("a gzip archive");
        if (start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]))
            return Packed("a zstd archive");
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z']))
            return Packed("an xz archive");
        return start.StartsWith("PK\u0003\u0004"u8) ? Packed("a zip archive") : null;
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

    /// <summary>One ASN.1 sequence that is as long as the file, and begins with a version or another sequence.</summary>
    private static bool IsDer(ReadOnlySpan<byte> start, Func<long> length)
    {
        const byte Sequence = 0x30;
        const byte Integer = 0x02;
        return start switch
        {
            [Sequence, < 0x80 and var size, Integer or Sequence, ..] => length() == 2 + size,
            [Sequence, 0x81, var size, Integer or Sequence, ..] => length() == 3 + size,
            [Sequence, 0x82, var high, var low, Integer or Sequence, ..] => length() == 4 + (high << 8) + low,
            _ => false,
        };
    }

    private static bool IsHtml(ReadOnlySpan<byte> start)
    {
        string text = Encoding.Latin1.GetString(WithoutMark(start)).TrimStart();
        return text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || (text.StartsWith("<?xml", StringComparison.Ordinal) && text.Contains("<html", StringComparison.Ordinal));
    }

    /// <summary>Whether the first line that is no comment is the name of a table, or a key and what can begin a value.</summary>
    private static bool IsToml(ReadOnlySpan<byte> start)
    {
        string text = Encoding.Latin1.GetString(WithoutMark(start));
        string line = text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line is not "" && !line.StartsWith('#')) ?? "";
        int equals = line.IndexOf('=', StringComparison.Ordinal);
        return line is ['[', '[', .. var names, ']', ']'] && IsKey(names)
            || line is ['[', .. var name, ']'] && IsKey(name)
            || (equals > 0 && IsKey(line[..equals])
                && line[(equals + 1)..].TrimStart() is ['"' or '\'' or '[' or '{' or '+' or '-' or (>= '0' and <= '9'), ..] or ['t', 'r', 'u', 'e', ..]
                    or ['f', 'a', 'l', 's', 'e', ..]);

        static bool IsKey(string text) =>
            text.Trim() is { Length: > 0 } key && key.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_.\"' ".Contains(letter));
    }

    /// <summary>A text without the byte order mark that some programs put in front.</summary>
    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> text) => text.StartsWith("\uFEFF"u8) ? text[3..] : text;

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
