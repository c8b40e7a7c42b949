namespace TabFormat.Reading;

/// <summary>A rule that a file breaks.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Offset">Bytes from the start of the file to what breaks it.</param>
/// <param name="Text">What is there and what should be.</param>
public sealed record TbfFinding(TbfRule Rule, long Offset, string Text);
