using System.CommandLine.Completions;
using Elf2Tab.Files;

namespace Elf2Tab.CommandLine;

/// <summary>Paths that a shell may propose. The program looks for them, not the shell: it does so behind <c>--svg=</c> as well.</summary>
internal static class PathCompletions
{
    /// <summary>The paths that begin as what was written; directories end with a slash.</summary>
    /// <param name="begun">What was written.</param>
    /// <param name="extensions">With which names files are proposed; none: all.</param>
    public static IEnumerable<CompletionItem> Find(string begun, string[] extensions) =>
        BegunPath.Find(begun)
            .Where(path => path.EndsWith('/') || extensions.Length == 0 || extensions.Contains(Path.GetExtension(path)))
            .Select(path => new CompletionItem(path));
}
