using Elf2Tab.Files;
using Tests.Shared;

namespace Elf2Tab.Tests.Files;

public sealed class PathResolverTests
{
    [Fact]
    public void Paths_that_name_one_file_are_one()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["dir"]);
        Directory.CreateSymbolicLink(directory["link"], directory["dir"]);
        var paths = new PathResolver();

        string file = paths.Resolve(directory["dir/app.tab"]);

        Assert.Equal(file, paths.Resolve(directory["link/app.tab"]));
        Assert.Equal(file, paths.Resolve(directory["dir/../dir/./app.tab"]));
        Assert.Equal(file, paths.Resolve(Path.GetRelativePath(Directory.GetCurrentDirectory(), directory["link/app.tab"])));
    }

    [Fact]
    public void A_directory_is_looked_at_once()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["dir"]);
        Directory.CreateSymbolicLink(directory["link"], directory["dir"]);
        var paths = new PathResolver();
        string first = paths.Resolve(directory["link/first"]);

        Directory.Delete(directory["link"]);

        Assert.Equal(Path.Combine(Path.GetDirectoryName(first)!, "second"), paths.Resolve(directory["link/second"]));
        Assert.NotEqual(first, new PathResolver().Resolve(directory["link/first"]));
    }

    /// <summary>Linux follows 40; more of them may be a circle.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Links_on_a_way_that_is_known_count_too(bool isKnown)
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["dir"]);
        MakeLinks(directory, "way", "dir", count: 25);
        MakeLinks(directory, "dir/file", "end", count: 20);
        var paths = new PathResolver();
        if (isKnown)
        {
            paths.Resolve(directory["way0/other"]);
            paths.Resolve(directory["dir/file0"]);
        }

        Assert.Throws<IOException>(() => paths.Resolve(directory["way0/file0"]));
        Assert.EndsWith("/dir/end", paths.Resolve(directory["way10/file0"]).Replace('\\', '/'), StringComparison.Ordinal);
    }

    [Fact]
    public void Streams_of_the_caller_are_left_as_they_are_where_that_is_asked_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "there are no such links");

        Assert.Equal("/dev/stdout", new PathResolver(stopsAtStreams: true).Resolve("/dev/stdout"));
        Assert.NotEqual("/dev/stdout", new PathResolver().Resolve("/dev/stdout"));
    }

    [Fact]
    public void The_empty_path_leads_nowhere() => Assert.Throws<ArgumentException>(() => new PathResolver().Resolve(""));

    private static void MakeLinks(TemporaryDirectory directory, string name, string end, int count)
    {
        for (int index = 0; index < count; index++)
            File.CreateSymbolicLink(directory[$"{name}{index}"], index == count - 1 ? end : Path.GetFileName($"{name}{index + 1}"));
    }
}
