namespace TabFormat.Reading;

/// <summary>Entry point and memory, from a Program element where there is one, else from Main.</summary>
/// <param name="InitFunctionOffset">Bytes from the end of the header to the entry point.</param>
/// <param name="ProtectedTrailerSize">Bytes between the header and the app binary.</param>
/// <param name="MinimumRamSize">Bytes of RAM.</param>
/// <param name="BinaryEndOffset">Bytes from the start of the file to the footers; null: Main, which does not say.</param>
/// <param name="Version">The app's version; null: Main, which does not say.</param>
public sealed record ParsedProgram(
    uint InitFunctionOffset, uint ProtectedTrailerSize, uint MinimumRamSize, uint? BinaryEndOffset, uint? Version);
