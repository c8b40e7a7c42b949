using TabFormat.Images;

namespace Elf2Tab.Boards;

/// <summary>An app in a file of several.</summary>
/// <param name="Name">Its name, which no other app of the file has.</param>
/// <param name="Found">What it is, and where in the memory of apps.</param>
/// <param name="Address">Its flash address; null: the file does not say it.</param>
internal sealed record AppInMemory(string Name, FoundTbf Found, ulong? Address);
