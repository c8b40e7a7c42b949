using Elf2Tab.Diagnostics;
using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.FileSystemGlobbing.Abstractions;

namespace Elf2Tab.Commands;

/// <summary>Inputs named by a pattern, for manifests and for shells that expand none.</summary>
public static class InputPattern
{
    /// <summary>Whether a path is a pattern: it has a star, and no file of that name exists.</summary>
    public static bool Is(string path) => path.Contains('*', StringComparison.Ordinal) && !File.Exists(path);

    /// <summary>The files that match, sorted ordinally: <c>*</c> is any part of a name, <c>**</c> any directories. Case counts.</summary>
    /// <exception cref="InputException">No file matches, or a directory cannot be searched.</exception>
    public static IReadOnlyList<string> Expand(string pattern, DiagnosticSink diagnostics)
    {
        int star = pattern.IndexOf('*', StringComparison.Ordinal);
        int start = pattern.LastIndexOfAny(['/', Path.DirectorySeparatorChar], star) + 1;
        string directory = pattern[..start];
        var matcher = new Matcher(StringComparison.Ordinal).AddInclude(pattern[start..]);
        try
        {
            var found = matcher.Execute(new DirectoryInfoWrapper(new DirectoryInfo(directory == "" ? "." : directory)));
            return found.HasMatches
                ? [.. found.Files.Select(file => directory + file.Path).Order(StringComparer.Ordinal)]
                : throw diagnostics.Fail(
                    Catalogue.NotFound,
                    $"no file matches `{pattern}`",
                    "check the pattern: `*` stands for a part of a name, `**` for directories");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw diagnostics.Fail(Catalogue.CannotRead, $"{pattern}: {FileErrors.Describe(exception)}");
        }
    }
}
