using TabFormat.Images;
using TabFormat.Reading;
using static Elf2Tab.Diagnostics.Severity;

namespace Elf2Tab.Diagnostics;

/// <summary>Codes of the rules by which a kernel takes a TBF (0500-0549) and tools take a TAB (0550-0599).</summary>
internal static class RuleCatalogue
{
    private const string MakeAgain = "convert the app again";

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
            517, Error, "damaged load segments",
            "Rows ascend, and their bytes lie inside the app binary.",
            MakeAgain),
        [TbfRule.DynamicRelocations] = new(
            518, Error, "damaged relocation tables",
            "A table is a whole number of entries inside the bytes of a load segment.",
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
            "remove the member"),
        [TabRule.MemberName] = new(
            553, Error, "member with an unsafe name",
            "A tool that extracts it could write outside of its directory.",
            "rename the member"),
        [TabRule.DuplicateMember] = new(
            554, Error, "two members of one name",
            "Tools take only one of them.",
            "remove one"),
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
        ImageRule.RamSize => Catalogue.RamTooSmall,
        _ => Catalogue.ImageTooLarge,
    };
}
