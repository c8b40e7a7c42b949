using System.Globalization;
using System.Text.RegularExpressions;

namespace EndToEnd.Tests;

/// <summary>What the supervisor has printed.</summary>
internal sealed partial class Console
{
    private readonly string _text;

    public Console(string text)
    {
        _text = text;
        Assert.EndsWith("done\n", text, StringComparison.Ordinal);
    }

    /// <summary>What an app did after its start.</summary>
    public string[] LinesOf(int app) =>
        [.. Lines($"app {app}: ").Where(line => !line.StartsWith("starts ", StringComparison.Ordinal))];

    /// <summary>Reasons of refusals.</summary>
    public string[] Refusals =>
        [.. Lines("refused at ").Select(line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..])];

    /// <summary>Entry point and start of the RAM.</summary>
    public (uint Entry, uint Ram) StartOf(int app)
    {
        var match = Start().Match(Assert.Single(Lines($"app {app}: starts ")));
        return (Number(match.Groups["entry"].Value), Number(match.Groups["ram"].Value));
    }

    /// <summary>Cause and address of the fault with which an app ended.</summary>
    public (int Cause, uint Address) FaultOf(int app)
    {
        string[] lines = LinesOf(app);
        var match = Fault().Match(lines.Length == 0 ? "" : lines[^1]);
        Assert.True(match.Success, _text);
        return (int.Parse(match.Groups["cause"].Value, CultureInfo.InvariantCulture), Number(match.Groups["address"].Value));
    }

    /// <summary>The app has found nothing wrong with itself.</summary>
    public void IsGood(int app)
    {
        if (!LinesOf(app).SequenceEqual(["prints 0x600d", "exits 0x0"]))
            Assert.Fail($"app {app} is not well:\n{_text}");
    }

    /// <summary>The app has found itself wrong or did what it may not.</summary>
    public void IsBad(int app)
    {
        string[] lines = LinesOf(app);
        bool isNoticed = lines.Any(line => Bad().IsMatch(line)) && !lines.Contains("prints 0x600d");
        Assert.True(isNoticed, $"nothing is wrong with app {app}:\n{_text}");
    }

    public static uint Number(string text) => uint.Parse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    public override string ToString() => _text;

    private IEnumerable<string> Lines(string prefix) =>
        from line in _text.Split('\n')
        where line.StartsWith(prefix, StringComparison.Ordinal)
        select line[prefix.Length..];

    [GeneratedRegex("^at (?<entry>0x[0-9a-f]+), RAM (?<ram>0x[0-9a-f]+) ")]
    private static partial Regex Start();

    [GeneratedRegex("^fault (?<cause>[0-9]+) at (?<address>0x[0-9a-f]+),")]
    private static partial Regex Fault();

    [GeneratedRegex("^(fault .*|prints 0xbad[0-9a-f]|does not end)$")]
    private static partial Regex Bad();
}
