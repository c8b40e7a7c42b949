namespace Fuzz.Tests.Mutation;

/// <summary>A number in a file.</summary>
/// <param name="Offset">Bytes from the start of the file.</param>
/// <param name="Size">Bytes.</param>
/// <param name="IsOctal">It is written in octal digits (tar); else in little-endian bytes.</param>
internal readonly record struct Field(int Offset, int Size, bool IsOctal = false);

/// <summary>Numbers that belong together: an entry of a table, a header.</summary>
/// <param name="Offset">Bytes from the start of the file.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Fields">The numbers.</param>
internal sealed record Row(int Offset, int Size, Field[] Fields);

/// <summary>What is where in a file, as far as it can be told of one that may be damaged.</summary>
internal sealed class Structure(byte[] file)
{
    private readonly Dictionary<string, List<Row>> _tables = [];

    public byte[] File { get; } = file;

    /// <summary>Rows by kind, so that a kind with few rows is changed as often as one with many.</summary>
    public IReadOnlyList<List<Row>> Tables => [.. _tables.Values];

    /// <summary>Adds a row of little-endian numbers, if it lies inside the file.</summary>
    public void Add(string table, long offset, params ReadOnlySpan<int> sizes)
    {
        var fields = new List<Field>();
        long end = offset;
        foreach (int size in sizes)
        {
            fields.Add(new Field((int)end, size));
            end += size;
        }
        Add(table, offset, end - offset, [.. fields]);
    }

    /// <summary>Adds a row, if it lies inside the file.</summary>
    public void Add(string table, long offset, long size, Field[] fields)
    {
        if (offset < 0 || size <= 0 || offset > File.Length - size)
            return;
        if (!_tables.TryGetValue(table, out var rows))
            _tables.Add(table, rows = []);
        rows.Add(new Row((int)offset, (int)size, fields));
    }

    /// <summary>A little-endian number; 0 when it is not inside the file.</summary>
    public ulong Number(long offset, int size)
    {
        ulong value = 0;
        for (int index = size - 1; index >= 0 && offset >= 0 && offset <= File.Length - size; index--)
            value = (value << 8) | File[offset + index];
        return value;
    }
}
