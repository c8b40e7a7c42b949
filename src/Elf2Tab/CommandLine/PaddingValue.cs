using TabFormat.Tbf;

namespace Elf2Tab.CommandLine;

/// <summary>How the size of a TBF is to be rounded up, as a command line says it.</summary>
/// <param name="Rule">The rule; null: as symbol or machine say.</param>
internal readonly record struct PaddingValue(PaddingRule? Rule)
{
    private const string Multiple = "multiple:";

    /// <summary>What the value of an option is.</summary>
    public static OptionValue<PaddingValue?> Value => new(
        "auto|none|power-of-two|cortex-m-subregions|multiple:N",
        $"auto, none, power-of-two, cortex-m-subregions or multiple:N, where N is a multiple of 4 up to {PaddingRule.LargestMultiple}",
        Parse)
    {
        Completions = ChoiceValues.Proposing("auto", "none", "power-of-two", "cortex-m-subregions", Multiple),
    };

    private static PaddingValue? Parse(string text) => text switch
    {
        "auto" => new(null),
        "none" => new(PaddingRule.None),
        "power-of-two" => new(PaddingRule.PowerOfTwo),
        "cortex-m-subregions" => new(PaddingRule.CortexMSubregions),
        _ when text.StartsWith(Multiple, StringComparison.Ordinal)
            && NumberValues.ParseSize(text[Multiple.Length..]) is { } size && PaddingRule.IsMultiple(size) =>
                new(PaddingRule.MultipleOf(size)),
        _ => null,
    };
}
