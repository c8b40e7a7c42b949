using System.Formats.Tar;
using System.Text;

namespace Acceptance.Tests;

/// <summary>What is in a TAB.</summary>
internal sealed record Tab(IReadOnlyList<(string Name, byte[] Bytes)> Members)
{
    public IEnumerable<string> Names => Members.Select(member => member.Name);

    public byte[] this[string name] => Members.Single(member => member.Name == name).Bytes;

    public string[] MetadataLines => Encoding.UTF8.GetString(this["metadata.toml"]).TrimEnd('\n').Split('\n');

    public static Tab Open(string path)
    {
        using var reader = new TarReader(File.OpenRead(path));
        var members = new List<(string, byte[])>();
        while (reader.GetNextEntry() is { } entry)
        {
            using var bytes = new MemoryStream();
            entry.DataStream?.CopyTo(bytes);
            members.Add((entry.Name, bytes.ToArray()));
        }
        return new Tab(members);
    }
}
