namespace Elf2Tab.Files;

/// <summary>
/// Finds the paths that files have when all links are followed, whether the files exist or not. It remembers what it has seen: of many
/// files in a directory, the way to that is looked at once. It serves one step of a run; what changes on the disk later is not seen.
/// </summary>
internal sealed class PathResolver
{
    private const int LongestPath = 4096;

    /// <summary>Links that are followed, as many as Linux follows.</summary>
    private const int MostLinks = 40;

    private readonly Dictionary<string, Place> _places = [];
    private readonly bool _stopsAtStreams;
    private string? _workingDirectory;

    /// <summary>Begins with nothing seen.</summary>
    /// <param name="stopsAtStreams">What stands for a stream of the caller is left as it is: it is no file, though it is a link.</param>
    public PathResolver(bool stopsAtStreams = false) => _stopsAtStreams = stopsAtStreams;

    /// <summary>The path that a file has when all links are followed.</summary>
    /// <exception cref="IOException">Links lead in a circle, or the path is longer than systems allow.</exception>
    /// <exception cref="UnauthorizedAccessException">A directory on the way may not be searched.</exception>
    /// <exception cref="ArgumentException">The path is empty, or holds a NUL.</exception>
    public string Resolve(string path) => Resolve(Absolute(path), links: 0).Path;

    /// <summary>The working directory is asked for once, and only by a path that starts there.</summary>
    private string Absolute(string path)
    {
        if (path == "" || Path.IsPathRooted(path))
            return Path.GetFullPath(path);
        return Path.GetFullPath(path, _workingDirectory ??= Directory.GetCurrentDirectory());
    }

    private Place Resolve(string full, int links)
    {
        if (full.Length > LongestPath)
            throw new PathTooLongException();
        if (!_places.TryGetValue(full, out var place))
            _places[full] = place = Follow(full, links);
        else if (links + place.Links > MostLinks)
            throw Circle();
        return place;
    }

    private Place Follow(string full, int links)
    {
        if (IsStream(full) || Path.GetDirectoryName(full) is not { } directory)
            return new Place(full, 0);
        var parent = Resolve(directory, links);
        string own = Path.Combine(parent.Path, Path.GetFileName(full));
        if (IsStream(own) || new FileInfo(own).LinkTarget is not { } target)
            return parent with { Path = own };
        int passed = parent.Links + 1;
        if (links + passed > MostLinks)
            throw Circle();
        var end = Resolve(Path.GetFullPath(target, parent.Path), links + passed);
        return end with { Links = passed + end.Links };
    }

    private bool IsStream(string path) => _stopsAtStreams && DescriptorStream.NumberOf(path) is not null;

    private static IOException Circle() => new("symbolic links lead in a circle");

    /// <summary>Where a path leads.</summary>
    /// <param name="Path">The path with all links followed.</param>
    /// <param name="Links">How many links there are on the way.</param>
    private sealed record Place(string Path, int Links);
}
