using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using TabFormat.Reading;

namespace Fuzz.Targets;

/// <summary>Whole command lines on files: exit statuses, and outputs that are made or left as they were.</summary>
internal static class CommandTargets
{
    /// <summary>One of so many inputs is converted for so many architectures.</summary>
    private const int Seldom = 32;
    private const int Architectures = 130;

    private static readonly byte[] Old = [.. "what was there before"u8];

    /// <summary>Converts an ELF over older outputs; whether new ones were made.</summary>
    public static bool Convert(byte[] elf, string directory)
    {
        var files = new WorkDirectory(directory, elf, "app.elf");
        files.Write("app.tbf", Old);
        files.Write("app.tab", Old);
        string[] inputs = elf.Length % Seldom == 0
            ? [.. Enumerable.Range(0, Architectures).Select(index => $"{files["app.elf"]},{index}")]
            : [files["app.elf"]];
        bool isConverted = files.Run([0, 1], ["-o", files["app.tab"], .. ElfTarget.Options(elf), .. inputs]) == 0;
        files.Holds("app.elf", "app.tab", "app.tbf");
        if (isConverted)
        {
            var tab = TabReader.Read(files.Read("app.tab"));
            WrongOutcomeException.Unless(tab.Findings.IsEmpty, $"made a TAB that breaks rules: {tab.Findings.FirstOrDefault()}");
            var tbf = TbfReader.Read(files.Read("app.tbf"));
            WrongOutcomeException.Unless(tbf.Findings.IsEmpty, $"made a TBF that breaks rules: {tbf.Findings.FirstOrDefault()}");
        }
        else
        {
            files.IsUnchanged("app.tbf", Old);
            files.IsUnchanged("app.tab", Old);
        }
        files.Run([0, 1], ["inspect", "--map", files["app.elf"]]);
        files.Run([0, 1], ["size", "--by", "symbol", files["app.elf"]]);
        files.Run([0, 1, 2], ["verify", "--elf", files["app.elf"], isConverted ? files["app.tbf"] : TestFiles.ATbf]);
        return isConverted;
    }

    /// <summary>Gives a TBF or TAB to all commands that read such; whether a kernel would load it.</summary>
    public static bool Read(byte[] input, string directory)
    {
        var files = new WorkDirectory(directory, input, "in");
        files.Write("out", Old);
        files.Run([0, 1], ["inspect", "--map", files["in"]]);
        files.Run([0, 1], ["inspect", "--json", files["in"]]);
        files.Run([0, 1], ["size", "--json", files["in"]]);
        files.Run([0, 1, 2], ["diff", files["in"], TabReader.IsTar(input) ? TestFiles.ATab : TestFiles.ATbf]);
        if (files.Run([0, 1], ["sign", "--sha256", "-o", files["out"], files["in"]]) == 1)
            files.IsUnchanged("out", Old);
        else
            WrongOutcomeException.Unless(files.Run([0, 1], ["inspect", files["out"]]) == 0, "signed, and what came out is damaged");
        files.Write("out", Old);
        if (files.Run([0, 1], ["image", "-o", files["out"], files["in"]]) == 1)
            files.IsUnchanged("out", Old);
        files.Run([0, 1], ["image", "-o", files["out"], "--base", "0x40000", TestFiles.ATbf, files["in"], TestFiles.ATbf]);
        files.Holds("in", "out");
        return files.Run([0, 1, 2], ["verify", "--kernel", "2.1", "--ram-address", "0x20000000..0x20010000", files["in"]]) == 0;
    }

    /// <summary>A directory with an input in which commands run.</summary>
    private sealed class WorkDirectory
    {
        private readonly string _path;
        private readonly int _inputSize;

        public WorkDirectory(string path, byte[] input, string name)
        {
            _path = path;
            _inputSize = input.Length;
            Write(name, input);
        }

        public string this[string name] => Path.Combine(_path, name);

        public void Write(string name, byte[] content) => File.WriteAllBytes(this[name], content);

        public byte[] Read(string name) => File.ReadAllBytes(this[name]);

        /// <summary>Runs a command and returns its status, which must be one of the expected ones and fit what was printed.</summary>
        public int Run(int[] expected, string[] arguments)
        {
            using var error = new StringWriter();
            var (status, isEmpty) = Memory.CountPrinting(
                _inputSize,
                output => (Elf2Tab.Program.Run(arguments, new Terminal(output, error, HasColour: false)), output.Printed == 0),
                arguments[0]);
            string printed = error.ToString();
            WrongOutcomeException.Unless(expected.Contains(status), $"{string.Join(' ', arguments)}: status {status}\n{printed}");
            bool hasError = printed.Contains(": error E2T", StringComparison.Ordinal);
            WrongOutcomeException.Unless(status != 0 || !hasError, $"{string.Join(' ', arguments)}: status 0 and\n{printed}");
            bool isSilent = status == 1 && !hasError && isEmpty;
            WrongOutcomeException.Unless(!isSilent, $"{string.Join(' ', arguments)}: status 1 and not a word");
            bool isOurs = printed.Contains($": error {Catalogue.CheckFailed.Code}:", StringComparison.Ordinal);
            WrongOutcomeException.Unless(!isOurs, $"{string.Join(' ', arguments)}: the command's own check found a fault\n{printed}");
            return status;
        }

        public void IsUnchanged(string name, byte[] content) =>
            WrongOutcomeException.Unless(Read(name).AsSpan().SequenceEqual(content), $"failed, and {name} is another");

        public void Holds(params string[] names)
        {
            string?[] found = [.. Directory.EnumerateFileSystemEntries(_path).Select(Path.GetFileName).Order(StringComparer.Ordinal)];
            WrongOutcomeException.Unless(found.SequenceEqual(names), $"left behind: {string.Join(", ", found)}");
        }
    }
}
