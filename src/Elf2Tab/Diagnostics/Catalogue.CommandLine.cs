using static Elf2Tab.Diagnostics.Severity;

namespace Elf2Tab.Diagnostics;

/// <content>What is wrong with a command line: 0001-0099. The exit status is 2.</content>
internal static partial class Catalogue
{
    /// <summary>Option that does not exist.</summary>
    public static readonly DiagnosticKind UnknownOption = new(
        1, Error, "unknown option",
        "An option is spelled in full, with two dashes, or as one letter behind a single dash.",
        "`--help`, behind the name of a command or alone, lists its options");

    /// <summary>Command that there is not.</summary>
    public static readonly DiagnosticKind UnknownCommand = new(
        20, Error, "unknown command",
        "A command is the first word. Where the first word is none, it is the first file to convert.",
        "`elf2tab help` lists the commands; a file of that name is written with its directory, as in `./name`");

    /// <summary>Name of an output that says another kind.</summary>
    public static readonly DiagnosticKind OutputNamedOtherwise = new(
        21, Error, "output that is called as something else",
        "A TAB, an archive, was to be written as `.tbf`, or a TBF as `.tab`: tools go by these names. Conversions write a TAB to `-o` and the "
        + "TBFs beside the ELFs, or where `--tbf` and `--tbf-dir` say; `sign` writes what it was given.",
        "give the output the other extension, or the option for the other kind");

    /// <summary>Standard input or output without a name that is needed.</summary>
    public static readonly DiagnosticKind PlaceNotSaid = new(
        22, Error, "output without a place",
        "TBFs are written beside their ELFs. An ELF from standard input lies nowhere; and who sends the TAB to standard output rarely wants files "
        + "beside the ELFs.",
        "add `--tbf FILE`, `--tbf-dir DIRECTORY` or `--no-tbf`");

    /// <summary>App that the manifest does not have.</summary>
    public static readonly DiagnosticKind UnknownApp = new(
        23, Error, "unknown app",
        "Behind the manifest `build` takes names of its apps: what stands behind `apps.` in a table's title.",
        "the manifest has a table `[apps.NAME]` for each app");

    /// <summary>Option without its value.</summary>
    public static readonly DiagnosticKind MissingValue = new(
        2, Error, "option without a value",
        "The option takes a value, which follows it or stands behind `=`. What begins with a dash is taken for an option.",
        "write the value behind the option; one that begins with a dash behind `=`, as in `--option=-VALUE`");

    /// <summary>Value that the option does not take.</summary>
    public static readonly DiagnosticKind InvalidValue = new(
        3, Error, "value that the option does not take",
        "Numbers are decimal, within the range of the field that they set; identifiers, sizes and addresses may be hexadecimal, with 0x, and "
        + "sizes in K or M.",
        "`--help`, behind the name of a command or alone, says what each option takes");

    /// <summary>Flag with a value.</summary>
    public static readonly DiagnosticKind UnexpectedValue = new(
        4, Error, "flag with a value",
        "A flag stands for itself and takes no `=VALUE`.",
        "leave out the `=` and what follows");

    /// <summary>Option given twice.</summary>
    public static readonly DiagnosticKind RepeatedOption = new(
        5, Error, "option given twice",
        "Only options that collect values may be repeated. Of two values neither can be taken for the one that was meant, and a flag that "
        + "stands twice is often a slip for another.",
        "give the option once");

    /// <summary>No input.</summary>
    public static readonly DiagnosticKind NoInput = new(
        6, Error, "no input file",
        "There is nothing to convert. An option that takes several values takes all that follows and could be a value.",
        "name at least one ELF file: `elf2tab [OPTIONS] app.elf`");

    /// <summary>Options that exclude one another.</summary>
    public static readonly DiagnosticKind ConflictingOptions = new(
        7, Error, "options that exclude one another",
        "Each of the options says something that the other leaves no room for: `--minimum-ram-size` sets the whole amount of RAM, so that sizes of "
        + "its parts would have no effect.",
        "give one of them");

    /// <summary>Option that needs another.</summary>
    public static readonly DiagnosticKind MissingOption = new(
        8, Error, "option that needs another",
        "A minor kernel version means nothing without the major one, nor a limit of growth without an older file.",
        "add the option");

    /// <summary>Input without an architecture.</summary>
    public static readonly DiagnosticKind NoArchitecture = new(
        9, Error, "input without an architecture",
        "The text behind the last comma of an input is the architecture, the name of its TBF inside the TAB. It cannot be empty.",
        "write `app.elf,cortex-m4`, or leave out the comma");

    /// <summary>Two inputs for one architecture.</summary>
    public static readonly DiagnosticKind DuplicateArchitecture = new(
        10, Error, "two inputs for one architecture",
        "Each TBF of a TAB is for another architecture; tools that install apps take only one of two with the same name.",
        "name the architectures: `a.elf,cortex-m0 b.elf,cortex-m4`");

    /// <summary>Two outputs in one file.</summary>
    public static readonly DiagnosticKind DuplicateOutput = new(
        11, Error, "two outputs in one file",
        "Every ELF gives a `.tbf` of its name beside it. Two files that differ in the extension only would give the same one.",
        "rename an input, or give `-o` another name");

    /// <summary>Output in place of an input.</summary>
    public static readonly DiagnosticKind OutputIsInput = new(
        12, Error, "output in place of an input",
        "The output would replace a file that is read: an ELF or a key.",
        "give `-o` another name, or the input another extension than `.tbf`");

    /// <summary>SOURCE_DATE_EPOCH that is no time.</summary>
    public static readonly DiagnosticKind InvalidBuildDate = new(
        13, Error, "SOURCE_DATE_EPOCH is no time",
        "The environment variable SOURCE_DATE_EPOCH sets the build date of the TAB: seconds since 1970-01-01 in UTC.",
        "set it to a whole number such as `$(git log -1 --format=%ct)`, or use `--deterministic` for no date at all");

    /// <summary>Nothing to sign with.</summary>
    public static readonly DiagnosticKind NoCredentials = new(
        14, Error, "nothing to sign with",
        "`sign` adds hashes and signatures, and none was asked for.",
        "add `--sha256`, `--rsa4096-private KEY` or another");

    /// <summary>No output named.</summary>
    public static readonly DiagnosticKind NoOutput = new(
        15, Error, "no output file",
        "`sign` and `image` write the file that they are told to, and no other.",
        "name the file to write with `-o`");

    /// <summary>Wrong number of files.</summary>
    public static readonly DiagnosticKind WrongFileCount = new(
        16, Error, "wrong number of files",
        "The command takes another number of files.",
        "`elf2tab COMMAND --help` says how many");

    /// <summary>Name that no rule of make can hold.</summary>
    public static readonly DiagnosticKind NameNotInRule = new(
        17, Error, "name that a make rule cannot hold",
        "In a rule, make takes `=`, `;` and `|` for its own, `~` at the start of a name, a backslash, a space or a closing parenthesis at "
        + "its end, and a dot with nothing but capital letters behind it (`.PHONY`); there is no way to write such a file name, nor one with control characters.",
        "rename the file, or leave out `--depfile`");

    /// <summary>Pattern with an architecture.</summary>
    public static readonly DiagnosticKind PatternWithArchitecture = new(
        18, Error, "pattern with an architecture",
        "An input with `*` stands for all files that match. Each TBF of a TAB is for another architecture, so one architecture "
        + "cannot be given to all of them.",
        "leave out the comma and the architecture: the names of the files say it; or name the files one by one");

    /// <summary>Manifest that is not understood.</summary>
    public static readonly DiagnosticKind ManifestInvalid = new(
        19, Error, "manifest that is not understood",
        "A manifest is a TOML file with one table `[apps.NAME]` per app and, for what they share, a table `[defaults]`.",
        "see docs/build.md for an example");

    /// <summary>Nothing to change.</summary>
    public static readonly DiagnosticKind NothingToChange = new(
        24, Error, "nothing to change",
        "The command changes what its options name, and none is given.",
        "`elf2tab edit --help` lists what can be changed");

    /// <summary>Unknown or missing word.</summary>
    public static readonly DiagnosticKind UnknownAction = new(
        25, Error, "unknown action",
        "Behind `tab` stands what is to be done.",
        "write `elf2tab tab extract`, `elf2tab tab add` or `elf2tab tab remove`");

    /// <summary>Member that a TAB does not have.</summary>
    public static readonly DiagnosticKind UnknownMember = new(
        26, Error, "unknown member of a TAB",
        "Members are named as in the TAB, `cortex-m4.tbf`, or by their architecture, `cortex-m4`.",
        "`elf2tab inspect` lists the members");

    /// <summary>Name of an output that says something else.</summary>
    public static readonly DiagnosticKind OutputNamedStrangely = new(
        32, Warning, "output whose name says something else",
        "A TAB is an archive of TBFs, a TBF one app with its header. Under a name such as `app.elf` or `app.hex`, people and tools would take it for what it is not. "
        + "`image` makes Intel HEX, UF2 and ELF of TBFs.",
        "call a TAB `.tab` and a TBF `.tbf`");

    /// <summary>Standard input for several files.</summary>
    public static readonly DiagnosticKind StandardInputTwice = new(
        33, Error, "standard input for several files",
        "What comes through standard input is one file; it cannot be another one too.",
        "write it to files, and name these");
}
