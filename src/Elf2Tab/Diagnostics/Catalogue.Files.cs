using static Elf2Tab.Diagnostics.Severity;

namespace Elf2Tab.Diagnostics;

/// <content>What is wrong with files and with what is read from and written to them: 0100-0199.</content>
internal static partial class Catalogue
{
    /// <summary>Input that is not there.</summary>
    public static readonly DiagnosticKind NotFound = new(
        100, Error, "no such file",
        "The input does not exist.",
        "check the path");

    /// <summary>Input that cannot be read.</summary>
    public static readonly DiagnosticKind CannotRead = new(
        101, Error, "file cannot be read",
        "The operating system refused to open or read the file.",
        "check its permissions and that it is a regular file");

    /// <summary>Output that cannot be written.</summary>
    public static readonly DiagnosticKind CannotWrite = new(
        102, Error, "file cannot be written",
        "The operating system refused to write the output. All earlier outputs are as they were.",
        "check that its directory exists and is writable, and that the disk has room");

    /// <summary>Outputs of which some were replaced.</summary>
    public static readonly DiagnosticKind PartlyReplaced = new(
        103, Error, "only some outputs were replaced",
        "All outputs were written to temporary files; giving them their names failed halfway. Those named are new, the "
        + "others old.",
        "remove what is in the way and run the command again");

    /// <summary>Output that is a directory.</summary>
    public static readonly DiagnosticKind OutputIsDirectory = new(
        104, Error, "output is a directory",
        "The output would have the name of a directory.",
        "name a file inside it");

    /// <summary>Warnings that count as errors.</summary>
    public static readonly DiagnosticKind WarningsAreErrors = new(
        105, Error, "warnings count as errors",
        "`--warnings-as-errors` was given, and there were warnings.",
        "mend what the warnings name, or leave the option out");

    /// <summary>Output in place of a file of another kind.</summary>
    public static readonly DiagnosticKind OutputOfOtherKind = new(
        106, Error, "output in place of something else",
        "The output would replace a file that is no earlier output of its kind: an ELF, a key, a TAB where a picture is written. "
        + "An option that takes a file may have taken one that was meant as an input.",
        "give the output another name, or remove the file first");

    /// <summary>Directory that another program has locked.</summary>
    public static readonly DiagnosticKind DirectoryLocked = new(
        107, Warning, "directory locked by another program",
        "Runs that write to the same directory wait for one another, by a lock of the system on that directory. One that is kept for "
        + "long is none of theirs: outputs are written without it, and those of another run at the same time may mix with them.",
        "lock a file of your own (`flock FILE elf2tab ...`), not the directory of the outputs");

    /// <summary>Key that is encrypted in a way which is not supported.</summary>
    public static readonly DiagnosticKind KeyEncryption = new(
        108, Error, "encryption of the key is not supported",
        "Keys are opened that are encrypted by PBES2 with PBKDF2 and AES, as `openssl` does by itself, or with triple DES, and with DES and RC2 "
        + "where OpenSSL still has these. Of this one, the cipher or what makes its key of the password is another, as scrypt. The "
        + "password may be right.",
        "encrypt it anew: `openssl pkcs8 -topk8 -v2 aes-256-cbc -in KEY -out KEY.pem`; for DES, RC2 and RC4, OpenSSL 3 needs "
        + "`-provider legacy -provider default` too");

    /// <summary>Bytes behind a TBF.</summary>
    public static readonly DiagnosticKind BytesBehindTbf = new(
        110, Error, "bytes behind the TBF",
        "In an image, a kernel looks for the next app where a TBF ends. More in the file than its header says was cut off or added.",
        "give the TBF alone");

    /// <summary>TBF without an app.</summary>
    public static readonly DiagnosticKind NoAppInTbf = new(
        111, Error, "no app in the TBF",
        "The header has no elements: it is padding between apps. `image` makes padding itself, where it is needed.",
        "give the TBF of an app, or leave the file out");

    /// <summary>TAB of which no single TBF is chosen.</summary>
    public static readonly DiagnosticKind ArchitectureNotChosen = new(
        112, Error, "no single TBF of a TAB is chosen",
        "An image is for one board. A TAB may hold an app for several architectures.",
        "write the architecture of the board behind a comma, as in `app.tab,cortex-m4`");

    /// <summary>Disabled app in an image.</summary>
    public static readonly DiagnosticKind AppDisabled = new(
        113, Note, "app in the image is disabled",
        "A kernel finds the app and does not start it.",
        "enable it (`elf2tab edit --enable`), or leave it out");

    /// <summary>Two apps of one name in an image.</summary>
    public static readonly DiagnosticKind SameName = new(
        114, Warning, "two apps of one name",
        "Tools and other apps find an app by its name.",
        "leave one out, or give it another name (`elf2tab edit -n`)");

    /// <summary>Fixed address below an image.</summary>
    public static readonly DiagnosticKind BelowImage = new(
        115, Error, "fixed flash address below the image",
        "The app was linked for one flash address, and the image starts behind that.",
        "give the address where apps start on the board with `--base`, or link for a higher address");

    /// <summary>Apps that overlap in an image.</summary>
    public static readonly DiagnosticKind AppsOverlap = new(
        116, Error, "apps overlap in flash",
        "Two apps were linked for flash addresses so near to one another that only one of them can be there. Padding counts as well.",
        "link one of them for another address, or convert with less padding (`--padding`)");

    /// <summary>Gap that padding cannot fill.</summary>
    public static readonly DiagnosticKind GapTooSmall = new(
        117, Error, "gap too small for padding",
        "A kernel finds the next app where the one before ends. What is between must be a TBF too, and has at least the 16 bytes of a "
        + "header.",
        "link for an address a little higher; or pad the app before (`--padding multiple:N`), or give a lower or higher `--base` if it is the first");

    /// <summary>Address that looks hexadecimal and was given without 0x.</summary>
    public static readonly DiagnosticKind AddressWithoutPrefix = new(
        125, Note, "address that may lack its 0x",
        "Addresses of flash are round in hexadecimal. One that is round in decimal alone was probably copied without its 0x.",
        "write `0x` in front of a hexadecimal address");

    /// <summary>Image that is larger than any flash.</summary>
    public static readonly DiagnosticKind ImageTooLarge = new(
        118, Error, "image is too large",
        "An image starts at its base and has at most 32 MiB, all of it below 4 GiB.",
        "give the address where apps start on the board with `--base`, and link apps for addresses near behind it");

    /// <summary>Files without an app in common.</summary>
    public static readonly DiagnosticKind NothingToCompare = new(
        120, Error, "nothing to compare",
        "Apps are compared with those of the same name in the older file, or one app with one app.",
        "give files of the same app");

    /// <summary>Sizes by symbol of a file without symbols.</summary>
    public static readonly DiagnosticKind NoSymbolsToShow = new(
        121, Warning, "no symbols to show",
        "Only an ELF file that was not stripped has symbols; sections or segments are shown instead.",
        "give the ELF file from which the app was made, not stripped");

    /// <summary>ELF file in place of a TBF or TAB.</summary>
    public static readonly DiagnosticKind ElfInPlaceOfTbf = new(
        122, Error, "ELF file in place of a TBF or TAB",
        "The command is about what a conversion makes, not about what it is made of.",
        "convert the file first, and give the `.tbf` or `.tab`");

    /// <summary>File in place of a directory.</summary>
    public static readonly DiagnosticKind FileInPlaceOfDirectory = new(
        123, Error, "file in place of a directory",
        "A directory is compared with another, file by file.",
        "give two directories, or two files");

    /// <summary>Neither a TBF nor a TAB.</summary>
    public static readonly DiagnosticKind OtherKind = new(
        124, Error, "neither a TBF nor a TAB",
        "The first bytes tell that the file is something else. `inspect` and `size` read ELF files too.",
        "give the `.tbf` or `.tab`");

    /// <summary>Header without room.</summary>
    public static readonly DiagnosticKind NoRoomInHeader = new(
        130, Error, "no room in the header",
        "The header may grow up to the app binary, which cannot move: its addresses are fixed, or hashes, regions and padding count on its place.",
        "convert the ELF again with the change among the options, or with a `--protected-region-size` for the larger header");

    /// <summary>Signature that no longer holds.</summary>
    public static readonly DiagnosticKind SignatureDropped = new(
        131, Warning, "signature no longer holds",
        "A signature is of header and app binary. Where the header was changed it is none any more, and its space was reserved for a new one; "
        + "hashes were worked out anew.",
        "give the key, as `sign` takes it");

    /// <summary>Member that is there already.</summary>
    public static readonly DiagnosticKind MemberExists = new(
        132, Error, "member that is there already",
        "The TAB has a TBF for that architecture; tools take only one of two.",
        "take it out first (`elf2tab tab remove`), or name another architecture: `app.tbf,cortex-m4`");

    /// <summary>Member that has to stay.</summary>
    public static readonly DiagnosticKind MemberNeeded = new(
        133, Error, "member that a TAB cannot do without",
        "A TAB has a metadata.toml and at least one TBF.",
        "leave it in; `elf2tab tab add` adds the other TBF first");

    /// <summary>ELF without sections.</summary>
    public static readonly DiagnosticKind NoSections = new(
        134, Error, "no section headers",
        "Where the parts of an app are on a board is told by sections.",
        "give the ELF file as the linker made it, not stripped of its section headers");

    /// <summary>Option without effect.</summary>
    public static readonly DiagnosticKind OptionWithoutEffect = new(
        135, Warning, "option without effect",
        "The option is about files of another kind than those that were given.",
        "leave the option out, or give the ELF");

    /// <summary>Damaged member.</summary>
    public static readonly DiagnosticKind MemberDamaged = new(
        136, Warning, "damaged member",
        "A TBF in the TAB breaks a rule. It was taken out as it is; kernels refuse it.",
        "`elf2tab verify` says all that is wrong with it; make the TAB again");
}
