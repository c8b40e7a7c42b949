namespace TabFormat.Images;

/// <summary>A rule that an app breaks.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="App">The app.</param>
/// <param name="Text">Where it would be and why it cannot.</param>
public sealed record ImageFinding(ImageRule Rule, ImageApp App, string Text);
