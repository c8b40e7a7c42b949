using System.Text.RegularExpressions;
using Elf2Tab.CommandLine;
using Tests.Shared;

namespace Elf2Tab.Tests.Commands;

/// <summary>What a command printed.</summary>
internal sealed partial record Printed(int Status, string Out, string Error)
{
    /// <summary>The codes of what was reported, in order.</summary>
    public IEnumerable<string> Codes => Diagnostics().Matches(Error).Select(line => line.Groups["code"].Value);

    [GeneratedRegex(@"^.*?: (note|warning|error) (?<code>E2T\d{4}): ", RegexOptions.Multiline)]
    private static partial Regex Diagnostics();
}

/// <summary>A directory in which commands run, in this process. A tilde in a command line stands for its path.</summary>
internal sealed class Bench : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public string this[string name] => _directory[name];

    public string[] Names => _directory.Names;

    /// <summary>All that is in the directory, with times.</summary>
    public string Content => string.Join('\n', Directory.EnumerateFileSystemEntries(_directory.Path)
        .Order(StringComparer.Ordinal)
        .Select(path => !File.Exists(path)
            ? path + "/"
            : $"{path} {File.GetLastWriteTimeUtc(path):O} {System.Convert.ToHexString(File.ReadAllBytes(path))}"));

    public byte[] Read(string name) => File.ReadAllBytes(this[name]);

    public Bench With(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], content);
        return this;
    }

    /// <summary>Copies a file of <c>testdata</c>.</summary>
    public Bench WithData(string relative, string name) => With(name, TestData.Read(relative));

    /// <param name="line">Separated by spaces.</param>
    public Printed Run(string line)
    {
        string[] arguments = line.Replace("~", _directory.Path).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int status = Program.Run(arguments, new Terminal(output, error, HasColour: false));
        return new(status, output.ToString(), error.ToString());
    }

    /// <summary>Makes app.tbf and app.tab of app.elf.</summary>
    public Bench Convert(string options = "")
    {
        var printed = Run($"{ConvertLine} {options}");
        Assert.True(printed.Status == 0, printed.Error);
        return this;
    }

    /// <summary>Converts app.elf, and prints errors only.</summary>
    public const string ConvertLine = "~/app.elf -o ~/app.tab --kernel-major 2 --deterministic -q";

    public void Dispose() => _directory.Dispose();
}
