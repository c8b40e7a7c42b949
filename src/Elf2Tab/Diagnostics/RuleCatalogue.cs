using TabFormat.Images;
using TabFormat.Reading;
using static Elf2Tab.Diagnostics.Severity;

namespace Elf2Tab.Diagnostics;

/// <summary>Codes of the rules by which a kernel takes a TBF (0500-0549) and tools take a TAB (0550-0599).</summary>
internal static class RuleCatalogue
{
    private const string MakeAgain = "convert the app again";
    private const string TakeOut = "make the TAB again; or take the member out of the archive (`tar --delete -f TAB MEMBER` with GNU tar)";

    private static readonly Dictionary<TbfRule, DiagnosticKind> TbfKinds = new()
    {
        [TbfRule.BaseHeader] = new(
            500, Error, "no TBF header",
            "A TBF begins with a base header of 16 bytes.",
            "give a whole `.tbf`"),
        [TbfRule.Version] = new(
            501, Error, "other version of the format",
            "Kernels read version 2, which replaced version 1 before Tock 1.0. Of another version nothing more is read.",
            "give a `.tbf`; one of another version must be converted again"),
        [TbfRule.HeaderSize] = new(
            502, Error, "wrong header size",
            "A header has at least 16 bytes, no more than the TBF, and a multiple of 4.",
            MakeAgain),
        [TbfRule.TotalSize] = new(
            503, Error, "file is shorter than the TBF",
            "The header says how many bytes the TBF has; some are missing.",
            "copy or convert it again"),
        [TbfRule.Checksum] = new(
            504, Error, "wrong checksum",
            "The checksum is the XOR of all other words of the header; a kernel stops at an app whose checksum is wrong.",
            MakeAgain),
        [TbfRule.ElementBounds] = new(
            505, Error, "element runs past the header",
            "Every element ends inside the header.",
            MakeAgain),
        [TbfRule.ElementSize] = new(
            506, Error, "element of a wrong size",
            "Kernels take elements of one size only with just that size.",
            MakeAgain),
        [TbfRule.EntryElement] = new(
            507, Error, "no entry point",
            "A kernel finds the entry point in a Main or a Program element.",
            MakeAgain),
        [TbfRule.MainMatchesProgram] = new(
            508, Error, "Main and Program differ",
            "Old kernels go by Main, new ones by Program: they would run different apps.",
            MakeAgain),
        [TbfRule.ProtectedSize] = new(
            509, Error, "app binary starts outside of the file",
            "The protected region is larger than the TBF.",
            MakeAgain),
        [TbfRule.BinaryEnd] = new(
            510, Error, "app binary ends outside of the file",
            "The end lies between the start of the app binary and the end of the TBF.",
            MakeAgain),
        [TbfRule.Entry] = new(
            511, Error, "entry point is outside of the app binary",
            "The kernel would start the app at something else.",
            MakeAgain),
        [TbfRule.FlashRegion] = new(
            512, Error, "writeable flash region is outside of the app binary",
            "An app may rewrite parts of its binary only.",
            MakeAgain),
        [TbfRule.PackageName] = new(
            513, Error, "package name is not UTF-8",
            "Kernels refuse other names.",
            MakeAgain),
        [TbfRule.Permissions] = new(
            514, Error, "damaged permissions",
            "The list has another length than it states.",
            MakeAgain),
        [TbfRule.StoragePermissions] = new(
            515, Error, "damaged storage permissions",
            "The lists have other lengths than they state, or more than 8 identifiers, of which kernels take none.",
            MakeAgain),
        [TbfRule.ShortId] = new(
            516, Error, "ShortId is 0",
            "0 stands for no ShortId.",
            "convert again with another `--short-id`"),
        [TbfRule.LoadSegments] = new(
            517, Error, "wrong number of load segments",
            "An app that is loaded to RAM has 1 to 32 load segments; loaders have a fixed place for that many.",
            MakeAgain),
        [TbfRule.LoadSegmentSize] = new(
            522, Error, "load segment with more bytes than memory",
            "What is copied must have room.",
            MakeAgain),
        [TbfRule.LoadSegmentOrder] = new(
            525, Error, "load segments descend",
            "Load segments are ordered by address, so that a loader can go over them once.",
            MakeAgain),
        [TbfRule.LoadSegmentEnd] = new(
            526, Error, "load segment beyond the RAM",
            "All load segments lie inside the ram_size bytes that the loader has found.",
            MakeAgain),
        [TbfRule.LoadSegmentPlace] = new(
            524, Error, "load segment with bytes and no place, or the reverse",
            "binary_offset is 0xFFFFFFFF just when file_size is 0.",
            MakeAgain),
        [TbfRule.LoadSegmentBytes] = new(
            523, Error, "load segment of bytes that are not there",
            "The bytes of a load segment lie inside the app binary.",
            MakeAgain),
        [TbfRule.LoadSegmentFlags] = new(
            521, Error, "load segment with unknown flags",
            "The rights are the lowest three bits; 0x100, TextRelocated, is for segments that are not writable.",
            MakeAgain),
        [TbfRule.LoadSegmentDistance] = new(
            527, Error, "load segments do not move together",
            "A loader copies the app binary in one run. Each load segment goes where that puts it.",
            MakeAgain),
        [TbfRule.LoadEntry] = new(
            528, Error, "entry point is in no executable load segment",
            "The app would fault at its first instruction where memory is protected.",
            MakeAgain),
        [TbfRule.DynamicRelocations] = new(
            518, Error, "damaged relocation tables",
            "A table is of kind REL, RELA or RELR, and a whole number of entries of the size that its class has.",
            MakeAgain),
        [TbfRule.RelocationTablePlace] = new(
            529, Error, "relocation table is not loaded",
            "A table lies in the bytes of a load segment.",
            MakeAgain),
        [TbfRule.RelocationType] = new(
            530, Error, "relocation that a loader cannot apply",
            "A loader has no symbols: relocations are the relative ones of the machine, without a symbol, or none.",
            MakeAgain),
        [TbfRule.RelocationPlace] = new(
            531, Error, "relocation outside of the app",
            "A relocated word lies wholly in one load segment; elsewhere it is not the app's.",
            MakeAgain),
        [TbfRule.RelocationInTable] = new(
            532, Error, "relocation of a relocation table",
            "A loader would read what it has just written.",
            MakeAgain),
        [TbfRule.RelocationProtected] = new(
            533, Error, "relocation of constant bytes",
            "Bytes of a load segment that is neither writable nor TextRelocated stay as they are in the file: a loader may share or protect them, and does not load them again.",
            MakeAgain),
        [TbfRule.RelocationRepeated] = new(
            534, Error, "bytes are relocated twice",
            "The load bias would be added twice.",
            MakeAgain),
        [TbfRule.RelocationMachine] = new(
            535, Error, "relocations of an unknown machine",
            "Which relocation is the relative one differs between machines.",
            MakeAgain),
        [TbfRule.RelativeCount] = new(
            537, Error, "wrong count of relocations",
            "A row says how many words its table relocates; loaders make room by that.",
            MakeAgain),
        [TbfRule.LoaderRelocates] = new(
            538, Error, "loader is to relocate without being told what",
            "Flag bit 30 asks the loader to relocate. It goes with bit 31, and with tables.",
            MakeAgain),
        [TbfRule.LoadTargetPair] = new(
            564, Error, "Load Segments and Load Target belong together",
            "Load Target says for which RAM the offsets of Load Segments are.",
            MakeAgain),
        [TbfRule.LoadTarget] = new(
            536, Error, "unknown class or placement",
            "The class is 1 (32 bits) or 2 (64 bits), the placement 0 (anywhere) or 1 (at link_address).",
            MakeAgain),
        [TbfRule.RamSize] = new(
            562, Error, "wrong size of the RAM",
            "ram_size is the sum of image offset, app binary and minimum_ram_size.",
            MakeAgain),
        [TbfRule.RamAlignment] = new(
            563, Error, "wrong alignment of the RAM",
            "ram_alignment is a power of two from 8 to 65,536.",
            MakeAgain),
        [TbfRule.FixedAddresses] = new(
            539, Error, "Fixed Addresses say something else",
            "Loaders that know only Fixed Addresses would put the app elsewhere than those that read Load Segments and Load Target.",
            MakeAgain),
        [TbfRule.Footer] = new(
            519, Error, "no footer where one should be",
            "Footers follow one another; a kernel stops at the first that it does not know, and finds no credentials behind it.",
            MakeAgain),
        [TbfRule.Hash] = new(
            520, Error, "wrong hash",
            "The covered bytes were changed after the hash was made.",
            "convert or sign it again"),
    };

    private static readonly Dictionary<TabRule, DiagnosticKind> TabKinds = new()
    {
        [TabRule.Archive] = new(
            550, Error, "damaged archive",
            "A TAB is a tar archive whose members lie inside it.",
            "copy or make it again"),
        [TabRule.MemberCount] = new(
            551, Error, "too many members",
            $"No more than {TabReader.MostMembers} members are read.",
            "make a TAB of fewer architectures"),
        [TabRule.MemberType] = new(
            552, Error, "member is no plain file",
            "Links, directories and devices have no business in a TAB.",
            TakeOut),
        [TabRule.MemberName] = new(
            553, Error, "member with an unsafe name",
            "A tool that extracts it could write outside of its directory.",
            TakeOut),
        [TabRule.DuplicateMember] = new(
            554, Error, "two members of one name",
            "Tools take only one of them.",
            "make the TAB again; or take one out of the archive (`tar --delete --occurrence=2 -f TAB MEMBER` with GNU tar)"),
        [TabRule.Metadata] = new(
            555, Error, "bad metadata",
            "metadata.toml says the app's name and the version of the TAB.",
            MakeAgain),
        [TabRule.NoTbf] = new(
            556, Error, "no TBF in it",
            "There is nothing to install.",
            MakeAgain),
        [TabRule.MemberSize] = new(
            557, Error, "member is longer than its TBF",
            "Tools install the member as it is. In flash, a kernel looks for the next app where the TBF ends, inside the member.",
            MakeAgain),
    };

    /// <summary>The kind for a broken rule of TBFs.</summary>
    public static DiagnosticKind Of(TbfRule rule) => TbfKinds[rule];

    /// <summary>The kind for a broken rule of TABs.</summary>
    public static DiagnosticKind Of(TabRule rule) => TabKinds[rule];

    /// <summary>The kind for a broken rule of images.</summary>
    public static DiagnosticKind Of(ImageRule rule) => rule switch
    {
        ImageRule.StartsInImage => Catalogue.BelowImage,
        ImageRule.NoOverlap => Catalogue.AppsOverlap,
        ImageRule.GapForPadding => Catalogue.GapTooSmall,
        ImageRule.EndsInRoom => Catalogue.OutsideRoom,
        ImageRule.Protection => Catalogue.FlashPlaceUnsuitable,
        ImageRule.RamOrder => Catalogue.RamOrderDiffers,
        ImageRule.RamOverlap => Catalogue.RamOverlaps,
        ImageRule.RamPlace => Catalogue.RamPlaceUnsuitable,
        ImageRule.RamSize => Catalogue.BoardRamTooSmall,
        _ => Catalogue.ImageTooLarge,
    };
}
