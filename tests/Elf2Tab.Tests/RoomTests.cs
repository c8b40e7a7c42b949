using System.Text.RegularExpressions;
using Tests.Shared;

namespace Elf2Tab.Tests;

/// <summary>The order of the rooms that docs/architecture.md draws: a room uses only rooms below it.</summary>
public sealed partial class RoomTests
{
    /// <summary>Top floor first. Rooms inside of a room are part of it.</summary>
    private static readonly string[] Floors =
    [
        "Elf2Tab", "Elf2Tab.Commands", "Elf2Tab.CommandLine", "Elf2Tab.Building", "Elf2Tab.Reports", "Elf2Tab.Files", "Elf2Tab.Pipeline",
        "Elf2Tab.Sizes", "Elf2Tab.Verification", "Elf2Tab.Boards", "Elf2Tab.Plan", "Elf2Tab.Keys", "Elf2Tab.Elf", "Elf2Tab.Diagnostics",
        "TabFormat.Images", "TabFormat.Reading", "TabFormat.Tab", "TabFormat.Tbf", "TabFormat.Binary",
    ];

    private static readonly string Sources = Path.Combine(TestData.Root, "src");

    [Fact]
    public void A_room_uses_only_rooms_below_it() =>
        Assert.Empty(Files().SelectMany(file => Used(file.Text).Where(used => Floor(used) < Floor(file.Room)).Select(used => $"{file.Path} uses {used}")));

    [Fact]
    public void Every_folder_is_a_room_and_every_room_a_folder() =>
        Assert.Equal(Floors.Order(StringComparer.Ordinal), Files().Select(file => RoomOf(file.Room)).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void A_room_above_is_noticed()
    {
        Assert.Equal(["Elf2Tab.Reports", "TabFormat.Tbf"], Used("using System;\nusing Elf2Tab.Reports;\nusing TabFormat.Tbf;\n"));
        Assert.Equal(["Elf2Tab.Plan"], Used("using static Elf2Tab.Plan.Machine;\n"));
        Assert.True(Floor("Elf2Tab.Reports") < Floor("Elf2Tab.Plan.Legacy"));
        Assert.True(Floor("Elf2Tab.Diagnostics") < Floor("TabFormat.Tbf"));
    }

    /// <summary>The sources, with the room that their folder says.</summary>
    private static IEnumerable<(string Path, string Room, string Text)> Files()
    {
        foreach (string path in Directory.EnumerateFiles(Sources, "*.cs", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(Sources, path);
            string room = Path.GetDirectoryName(relative)!.Replace(Path.DirectorySeparatorChar, '.');
            if (!room.Contains(".obj", StringComparison.Ordinal) && !room.Contains(".bin", StringComparison.Ordinal))
                yield return (relative, room, File.ReadAllText(path));
        }
    }

    private static IEnumerable<string> Used(string text) => Usings().Matches(text).Select(match => match.Groups[1].Value);

    private static int Floor(string room) => Array.IndexOf(Floors, RoomOf(room)) is >= 0 and var floor
        ? floor
        : throw new ArgumentException($"{room} is no room", nameof(room));

    private static string RoomOf(string name) => string.Join('.', name.Split('.').Take(2));

    [GeneratedRegex(@"^using (?:static )?((?:Elf2Tab|TabFormat)\.\w+)", RegexOptions.Multiline)]
    private static partial Regex Usings();
}
