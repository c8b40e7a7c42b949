using System.Globalization;
using Elf2Tab.Diagnostics;

namespace Elf2Tab.Reports;

/// <summary>Prints reports for people.</summary>
internal static class ReportPrinter
{
    private const int LongestBytes = 64;

    /// <summary>Prints a file.</summary>
    public static void Print(TextWriter writer, FileReport file)
    {
        Line(0, $"{file.File}: {file.Kind.ToUpperInvariant()}, {file.Size} bytes");
        if (file.Tab is not null)
            PrintTab(file.Tab);
        if (file.Tbf is not null)
            PrintTbf(1, file.Tbf);
        if (file.Elf is not null)
            PrintElf(file.Elf);
        if (file.Image is not null)
            PrintImage(file.Image);
        Problems(1, file.Problems);

        void PrintTab(TabReport tab)
        {
            foreach (var entry in tab.Metadata)
                Line(1, $"{entry.Name} = {entry.Text}");
            foreach (var member in tab.Members)
            {
                Line(1, $"{member.Name}: {member.Size} bytes at 0x{member.Offset:x}");
                if (member.Tbf is { } tbf)
                    PrintTbf(2, tbf);
            }
        }

        void PrintTbf(int depth, TbfReport tbf)
        {
            if (tbf.Header is not null)
                Part(depth, tbf.Header);
            foreach (var element in tbf.Elements)
                Part(depth, element);
            if (tbf.BinarySize > 0)
                Line(depth, $"0x{tbf.BinaryOffset:x4} app binary, {tbf.BinarySize} bytes; entry point at 0x{tbf.EntryOffset:x}");
            foreach (var footer in tbf.Footers)
                Part(depth, footer);
            if (tbf.PaddingSize > 0)
                Line(depth, $"padding, {tbf.PaddingSize} bytes");
            Problems(depth, tbf.Problems);
        }

        void PrintImage(ImageReport image)
        {
            foreach (var part in image.Parts)
            {
                Line(1, $"{Where(part.Address, part.Offset)} {part.Name ?? "padding between apps"}, {part.Size} bytes");
                if (part.Tbf is { } tbf)
                    PrintTbf(2, tbf);
            }
            Line(1, $"{Where(image.Address + image.End, image.End)} end");
            Problems(1, image.Behind);
        }

        static string Where(long? address, long offset) => address is { } known ? $"0x{known:x8}" : $"0x{offset:x4}";

        void PrintElf(ElfReport elf)
        {
            foreach (var field in elf.Header)
                Line(1, $"{field.Name}: {Value(field)}");
            foreach (var part in elf.Segments.Concat(elf.Sections).Concat(elf.RelocationTables))
                Part(1, part);
        }

        void Part(int depth, PartReport part)
        {
            Line(depth, $"0x{part.Offset:x4} {part.Name}, {part.Size} bytes");
            foreach (var field in part.Fields)
                Line(depth + 2, $"{field.Name}: {Value(field)}");
            if (part.Bytes is { Length: > 0 } bytes)
                Line(depth + 2, bytes.Length <= LongestBytes ? bytes : $"{bytes[..LongestBytes]}... ({bytes.Length / 2} bytes)");
        }

        void Problems(int depth, IEnumerable<ProblemReport> problems)
        {
            foreach (var problem in problems)
                Line(depth, $"wrong: {problem}");
        }

        void Line(int depth, string text) => writer.WriteLine(new string(' ', 2 * depth) + PrintedText.Printable(text));
    }

    /// <summary>Prints what is wrong with a file and with the TBFs in it, and nothing else.</summary>
    public static void PrintProblems(TextWriter writer, FileReport file)
    {
        Print(file.File, file.Tbf?.Problems ?? []);
        foreach (var member in file.Tab?.Members ?? [])
            Print($"{file.File}: {member.Name}", member.Tbf?.Problems ?? []);
        Print(file.File, file.Problems);

        void Print(string name, IEnumerable<ProblemReport> problems)
        {
            foreach (var problem in problems)
                writer.WriteLine(PrintedText.Printable($"{name}: wrong: {problem}"));
        }
    }

    /// <summary>A name rather than its number; what says where something is as addresses are written.</summary>
    private static string Value(FieldReport field) => (field.Text, field.Number) switch
    {
        ({ } text, _) => text,
        (null, null) => "",
        (null, { } number) when IsPlace(field.Name) => number is < 10 and >= 0 ? $"0x{number:x}" : $"0x{number:x} ({number})",
        (null, < 10 and >= 0) => field.Number.Value.ToString(CultureInfo.InvariantCulture),
        (null, { } number) => $"{number} (0x{number:x})",
    };

    private static bool IsPlace(string name) =>
        name is "entry" or "start_process_ram" or "start_process_flash" or "checksum"
        || name.EndsWith("address", StringComparison.Ordinal)
        || name.EndsWith("offset", StringComparison.Ordinal);
}
