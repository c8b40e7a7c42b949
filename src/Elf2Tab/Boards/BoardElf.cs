using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using TabFormat.Binary;
using TabFormat.Images;
using TabFormat.Tbf;

namespace Elf2Tab.Boards;

// Everything that the linker wrote stays where it is, so that debug information and symbols stay right. Behind it come the apps, a table of
// program headers with theirs, and the section headers with `.apps` filled; the ELF header points there.

/// <summary>Writes the ELF of a kernel with its apps.</summary>
internal static class BoardElf
{
    private const uint ProgramBits = 1;
    private const uint StringTable = 3;
    private const SegmentType HeadersOfSegments = (SegmentType)6; // PT_PHDR
    private const ulong PlaceMultiple = 16;
    private const int MostSections = 0xFEFF;

    /// <summary>The file.</summary>
    /// <param name="kernel">The kernel; what was in its section for apps is not taken over.</param>
    /// <param name="apps">The apps.</param>
    public static byte[] Write(Kernel kernel, ImageBlock apps)
    {
        var elf = kernel.Elf;
        byte[] original = elf.Source.Read(0, elf.Source.Length).ToArray();
        ulong appsOffset = Alignment.RoundUp((ulong)original.Length, PlaceMultiple) + (apps.Address % PlaceMultiple);
        ulong segmentsOffset = Alignment.RoundUp(appsOffset + (ulong)apps.Bytes.Length, PlaceMultiple);
        byte[] segments = WriteSegments(kernel, apps, appsOffset, out int segmentCount);
        ulong namesOffset = segmentsOffset + (ulong)segments.Length;
        var (names, sections) = WriteSections(kernel, original, apps, appsOffset, namesOffset);
        ulong sectionsOffset = Alignment.RoundUp(namesOffset + (ulong)names.Length, PlaceMultiple);

        byte[] file = new byte[sectionsOffset + (ulong)sections.Length];
        original.CopyTo(file, 0);
        apps.Bytes.Span.CopyTo(file.AsSpan((int)appsOffset));
        segments.CopyTo(file, (int)segmentsOffset);
        names.CopyTo(file, (int)namesOffset);
        sections.CopyTo(file, (int)sectionsOffset);
        var header = new HeaderFields(elf.Is64Bit);
        header.SetWord(file, header.SegmentTable, segmentsOffset);
        HeaderFields.SetHalf(file, header.SegmentEntrySize, header.SizeOfSegment);
        HeaderFields.SetHalf(file, header.SegmentCount, (ushort)segmentCount);
        if (sections.Length > 0)
        {
            header.SetWord(file, header.SectionTable, sectionsOffset);
            HeaderFields.SetHalf(file, header.SectionCount, (ushort)(sections.Length / header.SizeOfSection));
        }
        return file;
    }

    /// <summary>An ELF of nothing, for apps alone.</summary>
    /// <param name="unit">What protects memory on the processor; null: not known.</param>
    public static byte[] Empty(ProtectionUnit? unit)
    {
        var header = new HeaderFields(Is64Bit: false);
        byte[] names = "\0.shstrtab\0\0\0"u8.ToArray();
        byte[] file = new byte[header.Size + names.Length + (2 * header.SizeOfSection)];
        ushort machine = unit is null ? (ushort)0 : (ushort)(unit == ProtectionUnit.RiscV ? ElfMachine.RiscV
            : unit == ProtectionUnit.X86 ? ElfMachine.I386 : ElfMachine.Arm);
        int sections = header.Size + names.Length;
        var writer = new ByteWriter(file);
        writer.Bytes("\u007fELF\u0001\u0001\u0001"u8);
        writer.Zeros(9);
        writer.U16((ushort)ElfType.Executable);
        writer.U16(machine);
        writer.U32(1);
        writer.U32(0); // e_entry
        writer.U32(0);
        writer.U32((uint)sections);
        writer.U32(0);
        writer.U16((ushort)header.Size);
        writer.U16(header.SizeOfSegment);
        writer.U16(0);
        writer.U16(header.SizeOfSection);
        writer.U16(2);
        writer.U16(1);
        writer.Bytes(names);
        writer.Zeros(header.SizeOfSection);
        foreach (uint word in (uint[])[1, StringTable, 0, 0, (uint)header.Size, (uint)names.Length, 0, 0, 1, 0])
            writer.U32(word);
        return file;
    }

    /// <summary>What a written file is not: read as any other ELF, it holds the kernel's bytes, the apps, and all else as it was.</summary>
    public static IEnumerable<string> Differences(Kernel kernel, ImageBlock apps, ReadOnlyMemory<byte> written, DiagnosticSink diagnostics)
    {
        var elf = ElfFile.Read(new ElfSource(written), diagnostics);
        var stored = elf.LoadSegments.Where(segment => segment.FileSize > 0)
            .Select(segment => new ImageBlock(segment.PhysicalAddress, elf.Content(segment)));
        var expected = FlashContents.Join([.. kernel.Blocks, apps], null, out _);
        if (FlashContents.Join(stored, null, out _).DifferenceFrom(expected) is { } difference)
            yield return difference;
        if ((elf.Entry, elf.Type, elf.Machine) != (kernel.Elf.Entry, kernel.Elf.Type, kernel.Elf.Machine))
            yield return "another entry or machine";
        foreach (var (old, now) in kernel.Elf.Sections.Zip(elf.Sections))
        {
            bool isSame = old.IsNamed(Kernel.AppsSectionName)
                ? elf.Content(now).Span.SequenceEqual(apps.Bytes.Span)
                : elf.Content(now).Span.StartsWith(kernel.Elf.Content(old).Span);
            if (!isSame || !now.NameBytes.Span.SequenceEqual(old.NameBytes.Span))
                yield return $"{old} is another";
        }
    }

    private static byte[] WriteSegments(Kernel kernel, ImageBlock apps, ulong appsOffset, out int count)
    {
        bool is64Bit = kernel.Elf.Is64Bit;
        ulong size = (ulong)apps.Bytes.Length;
        var added = new Segment(
            -1, SegmentType.Load, SegmentFlags.Read | SegmentFlags.Execute, appsOffset, apps.Address, apps.Address, size, size, PlaceMultiple);
        var parts = kernel.Segments.ToLookup(part => part.Index);
        var all = kernel.Elf.Segments.SelectMany(segment => segment.Type == SegmentType.Load
            ? parts[segment.Index]
            : segment.Type == HeadersOfSegments ? [] : [segment]).ToList();
        int place = all.FindIndex(segment => segment.Type == SegmentType.Load && segment.VirtualAddress > apps.Address);
        all.Insert(place < 0 ? all.Count : place, added); // ascending, as the gABI asks for
        count = all.Count;
        byte[] table = new byte[all.Count * new HeaderFields(is64Bit).SizeOfSegment];
        var writer = new ByteWriter(table);
        foreach (var segment in all)
        {
            writer.U32((uint)segment.Type);
            if (is64Bit)
                writer.U32((uint)segment.Flags);
            ulong[] words = [segment.FileOffset, segment.VirtualAddress, segment.PhysicalAddress, segment.FileSize, segment.MemorySize];
            foreach (ulong word in words)
                WriteWord(ref writer, word, is64Bit);
            if (!is64Bit)
                writer.U32((uint)segment.Flags);
            WriteWord(ref writer, segment.Alignment, is64Bit);
        }
        return table;
    }

    /// <summary>The section headers with that of the apps, and the names of sections, where they have a new one.</summary>
    private static (byte[] Names, byte[] Sections) WriteSections(
        Kernel kernel, byte[] original, ImageBlock apps, ulong appsOffset, ulong namesOffset)
    {
        var elf = kernel.Elf;
        var header = new HeaderFields(elf.Is64Bit);
        if (elf.Sections.IsEmpty)
            return ([], []);
        byte[] table = original.AsSpan((int)header.Word(original, header.SectionTable), elf.Sections.Length * header.SizeOfSection).ToArray();
        int index = kernel.AppsSection?.Index ?? elf.Sections.Length;
        int namesIndex = HeaderFields.Half(original, header.SectionNameIndex);
        byte[] names = [];
        if (index == elf.Sections.Length)
        {
            if (namesIndex == 0 || namesIndex >= elf.Sections.Length || elf.Sections.Length >= MostSections)
                return ([], []);
            byte[] old = elf.Content(elf.Sections[namesIndex]).ToArray();
            names = [.. old, .. Kernel.AppsSectionName, 0];
            table = [.. table, .. new byte[header.SizeOfSection]];
            header.SetSection(table, namesIndex, SectionField.Offset, namesOffset);
            header.SetSection(table, namesIndex, SectionField.Size, (ulong)names.Length);
            header.SetSection(table, index, SectionField.Name, (ulong)old.Length);
            header.SetSection(table, index, SectionField.Alignment, 4);
        }
        header.SetSection(table, index, SectionField.Type, ProgramBits);
        header.SetSection(
            table, index, SectionField.Flags, (ulong)((kernel.AppsSection?.Flags ?? SectionFlags.None) | SectionFlags.Allocate));
        header.SetSection(table, index, SectionField.Address, apps.Address);
        header.SetSection(table, index, SectionField.Offset, appsOffset);
        header.SetSection(table, index, SectionField.Size, (ulong)apps.Bytes.Length);
        return (names, table);
    }

    private static void WriteWord(ref ByteWriter writer, ulong value, bool is64Bit)
    {
        if (is64Bit)
            writer.U64(value);
        else
            writer.U32(checked((uint)value));
    }

    /// <summary>Fields of a section header by their place in it; the first two have 32 bits in both classes.</summary>
    private enum SectionField
    {
        Name,
        Type,
        Flags,
        Address,
        Offset,
        Size,
        Alignment = 8,
    }

    /// <summary>Where the fields of headers are (gABI), by class.</summary>
    private readonly record struct HeaderFields(bool Is64Bit)
    {
        public int Size => Is64Bit ? 64 : 52;

        public ushort SizeOfSegment => (ushort)(Is64Bit ? 56 : 32);

        public ushort SizeOfSection => (ushort)(Is64Bit ? 64 : 40);

        public int SegmentTable => Is64Bit ? 32 : 28;

        public int SectionTable => SegmentTable + WordSize;

        public int SegmentEntrySize => Size - 10;

        public int SegmentCount => Size - 8;

        public int SectionCount => Size - 4;

        public int SectionNameIndex => Size - 2;

        private int WordSize => Is64Bit ? 8 : 4;

        public ulong Word(ReadOnlySpan<byte> file, int offset) =>
            Is64Bit ? new ByteReader(file[offset..]).U64() : new ByteReader(file[offset..]).U32();

        public static ushort Half(ReadOnlySpan<byte> file, int offset) => new ByteReader(file[offset..]).U16();

        public void SetWord(Span<byte> file, int offset, ulong value)
        {
            var writer = new ByteWriter(file[offset..]);
            WriteWord(ref writer, value, Is64Bit);
        }

        public static void SetHalf(Span<byte> file, int offset, ushort value) => new ByteWriter(file[offset..]).U16(value);

        public void SetSection(Span<byte> table, int index, SectionField field, ulong value)
        {
            var section = table.Slice(index * SizeOfSection, SizeOfSection);
            int place = (int)field < 2 ? 4 * (int)field
                : field == SectionField.Alignment ? 8 + (4 * WordSize) + 8
                : 8 + (((int)field - 2) * WordSize);
            var writer = new ByteWriter(section[place..]);
            WriteWord(ref writer, value, Is64Bit && (int)field >= 2);
        }
    }
}
