using Fuzz.Targets;

namespace Fuzz.Tests;

/// <summary>Inputs that once did what no input may do. Their names say for which target, and the start of their SHA-256.</summary>
public sealed class RegressionTests
{
    public static IEnumerable<TheoryDataRow<string>> Inputs => Directory.EnumerateFiles(Campaign.Regressions)
        .Select(path => new TheoryDataRow<string>(Path.GetFileName(path)));

    [Theory]
    [MemberData(nameof(Inputs))]
    public void What_failed_once_does_no_harm(string name)
    {
        byte[] input = File.ReadAllBytes(Path.Combine(Campaign.Regressions, name));
        var target = FuzzTarget.Named(name[..name.IndexOf('.', StringComparison.Ordinal)]);

        Campaign.RunOnce(target, input);
    }
}
