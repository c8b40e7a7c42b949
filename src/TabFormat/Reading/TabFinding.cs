namespace TabFormat.Reading;

/// <summary>A rule that a TAB breaks.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Member">The member that breaks it; null: the archive as a whole.</param>
/// <param name="Text">What is there and what should be.</param>
public sealed record TabFinding(TabRule Rule, string? Member, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Member is null ? Text : $"{Member}: {Text}";
}
