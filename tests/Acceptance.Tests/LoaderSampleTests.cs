using System.Text.RegularExpressions;
using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>samples/loader, the loader for kernels: its own tests, the long ones too.</summary>
public sealed partial class LoaderSampleTests : IDisposable
{
    private readonly TemporaryDirectory _target = new();

    public void Dispose() => _target.Dispose();

    [Fact]
    public void The_loader_for_kernels_passes_its_tests()
    {
        Tool.Require("cargo");
        string crate = Path.Combine(TestData.Root, "samples", "loader");

        var result = Tool.Run(
            "cargo",
            crate,
            [("RUSTFLAGS", null), ("CARGO_TARGET_DIR", _target.Path)],
            ["test", "--offline", "--locked", "--", "--include-ignored"]);

        Assert.True(result.ExitCode == 0, $"{result.Out}{result.Error}");
        int passed = Passed().Matches(result.Out).Sum(match => int.Parse(match.Groups[1].Value));
        Assert.InRange(passed, 80, int.MaxValue);
        Assert.DoesNotMatch("[1-9][0-9]* ignored", result.Out);
    }

    [GeneratedRegex("([0-9]+) passed")]
    private static partial Regex Passed();
}
