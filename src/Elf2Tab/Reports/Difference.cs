using Elf2Tab.Boards;
using Elf2Tab.Files;
using TabFormat.Binary;
using TabFormat.Reading;
using TabFormat.Tab;

namespace Elf2Tab.Reports;

/// <summary>A field in which two files differ.</summary>
/// <param name="Member">The member of a TAB or the file of a directory; null: the file itself.</param>
/// <param name="Field">The field's name.</param>
/// <param name="Left">Its value in the first file; null: it is not there.</param>
/// <param name="Right">Its value in the second file; null: it is not there.</param>
/// <param name="Change">The second number less the first, where both are numbers.</param>
internal sealed record Difference(string? Member, string Field, string? Left, string? Right, long? Change)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        string place = Member is null ? Field : $"{Member}: {Field}";
        if (Right is null && Left is null)
            return place;
        string change = Change is { } number ? $" ({number:+0;-0})" : "";
        return $"{place} {Left ?? "(none)"} -> {Right ?? "(none)"}{change}";
    }
}

/// <summary>Finds the fields in which TBFs and TABs differ.</summary>
internal static class Differ
{
    /// <summary>
    /// Compares two files of any kind; they are equal when there is no difference. Differences are found while they are asked for.
    /// </summary>
    /// <param name="left">The first file.</param>
    /// <param name="right">The second file.</param>
    /// <param name="ignoreBuildDate">The build date of a TAB does not count.</param>
    public static IEnumerable<Difference> Compare(AppsFile left, AppsFile right, bool ignoreBuildDate)
    {
        if (left.Bytes.Span.SequenceEqual(right.Bytes.Span))
            return [];
        if (left.Memory is { } leftMemory && right.Memory is { } rightMemory)
            return CompareMemories(leftMemory, rightMemory);
        if (left.IsTab != right.IsTab || left.Memory is not null || right.Memory is not null)
            return [new(null, "kind", left.Kind.ToUpperInvariant(), right.Kind.ToUpperInvariant(), null)];
        return left.IsTab ? CompareTabs(left.Bytes, right.Bytes, ignoreBuildDate) : CompareTbfs(null, left.Bytes, right.Bytes);
    }

    private static IEnumerable<Difference> CompareMemories(AppMemory left, AppMemory right)
    {
        bool isEqual = true;
        var rights = right.Apps.ToDictionary(app => app.Name);
        foreach (var app in left.Apps)
        {
            if (!rights.TryGetValue(app.Name, out var other))
                continue;
            bool haveAddresses = left.Address is not null && right.Address is not null;
            long from = haveAddresses ? (long)app.Address! : app.Found.Offset;
            long to = haveAddresses ? (long)other.Address! : other.Found.Offset;
            IEnumerable<Difference> place = from == to
                ? []
                : [new(app.Name, haveAddresses ? "address" : "offset", $"0x{from:x}", $"0x{to:x}", to - from)];
            foreach (var difference in place.Concat(CompareTbfs(app.Name, app.Found.Tbf.Bytes, other.Found.Tbf.Bytes)))
            {
                isEqual = false;
                yield return difference;
            }
        }
        foreach (var difference in Pair(left.Apps, right.Apps, app => app.Name, _ => ("present", null)))
        {
            isEqual = false;
            yield return difference;
        }
        if (isEqual && !left.Bytes.Span.SequenceEqual(right.Bytes.Span))
            yield return new(null, "apps are equal; bytes between or behind them differ", null, null, null);
        else if (isEqual && left.Kind == right.Kind)
            yield return new(null, "apps are equal; bytes that are none of theirs differ", null, null, null);
    }

    private static IEnumerable<Difference> CompareTabs(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right, bool ignoreBuildDate)
    {
        var (leftTab, rightTab) = (TabReader.Read(left), TabReader.Read(right));
        bool isDate = false;
        bool isEqual = true;
        foreach (var difference in Pair(leftTab.Metadata, rightTab.Metadata, entry => entry.Key, entry => (entry.Value, null)))
        {
            isDate |= difference.Field == "build-date";
            if (ignoreBuildDate && difference.Field == "build-date")
                continue;
            isEqual = false;
            yield return difference with { Member = TabMetadata.FileName };
        }
        var rightMembers = rightTab.Members.ToLookup(member => member.Name);
        foreach (var member in leftTab.Members.Where(member => member.Name != TabMetadata.FileName))
        {
            if (rightMembers[member.Name].FirstOrDefault() is not { } other || member.Bytes.Span.SequenceEqual(other.Bytes.Span))
                continue;
            isEqual = false;
            foreach (var difference in member.IsTbf
                ? CompareTbfs(member.Name, member.Bytes, other.Bytes)
                : [new(member.Name, "its bytes differ", null, null, null)])
            {
                yield return difference;
            }
        }
        foreach (var difference in Pair(leftTab.Members, rightTab.Members, member => member.Name, _ => ("present", null)))
        {
            isEqual = false;
            yield return difference;
        }
        if (isEqual && !isDate && Metadata(leftTab) is var metadata && !metadata.Span.SequenceEqual(Metadata(rightTab).Span))
        {
            isEqual = false;
            yield return new(TabMetadata.FileName, "its bytes differ", null, null, null);
        }
        if (isEqual && (leftTab.IsDamaged || rightTab.IsDamaged))
        {
            yield return new(null, "the archives are damaged, and differ where they cannot be read", null, null, null);
            yield break;
        }
        if (isEqual && !(isDate && IsSameBehindMetadata(leftTab, left.Span, rightTab, right.Span)))
            yield return new(null, "members are equal; the archives differ in order or headers", null, null, null);
    }

    private static ReadOnlyMemory<byte> Metadata(TabReading tab) =>
        tab.Members.FirstOrDefault(member => member.Name == TabMetadata.FileName)?.Bytes ?? default;

    /// <summary>Whether the archives are the same behind metadata.toml, which is at the same place.</summary>
    private static bool IsSameBehindMetadata(TabReading leftTab, ReadOnlySpan<byte> left, TabReading rightTab, ReadOnlySpan<byte> right)
    {
        var leftMetadata = leftTab.Members.FirstOrDefault(member => member.Name == TabMetadata.FileName);
        var rightMetadata = rightTab.Members.FirstOrDefault(member => member.Name == TabMetadata.FileName);
        return leftMetadata is not null && rightMetadata is not null && leftMetadata.Offset == rightMetadata.Offset
            && Behind(leftMetadata, left).SequenceEqual(Behind(rightMetadata, right));

        static ReadOnlySpan<byte> Behind(ParsedTabMember member, ReadOnlySpan<byte> archive) =>
            archive[(int)Math.Min(Alignment.RoundUp((ulong)member.Offset + (ulong)member.Bytes.Length, TarHeader.BlockSize), (ulong)archive.Length)..];
    }

    private static List<Difference> CompareTbfs(string? member, ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right)
    {
        if (left.Span.SequenceEqual(right.Span))
            return [];
        var (leftTbf, rightTbf) = (TbfReader.Read(left), TbfReader.Read(right));
        var (leftReport, rightReport) = (TbfDescription.Describe(leftTbf), TbfDescription.Describe(rightTbf));
        var differences = Pair(Fields(leftReport), Fields(rightReport), field => field.Name, Value)
            .Select(difference => difference with { Member = member }).ToList();
        if (BinaryDifference(leftTbf, leftReport, rightTbf, rightReport) is { } binary)
            differences.Add(new(member, binary, null, null, null));
        if (differences.Count == 0)
            differences.Add(new(member, "bytes outside of all fields differ", null, null, null));
        return differences;
    }

    private static (string Text, long? Number) Value(FieldReport field) => (field.Text ?? $"{field.Number}", field.Number);

    private static string? BinaryDifference(TbfReading left, TbfReport leftReport, TbfReading right, TbfReport rightReport)
    {
        var leftBinary = left.Bytes.Span.Slice((int)leftReport.BinaryOffset, (int)leftReport.BinarySize);
        var rightBinary = right.Bytes.Span.Slice((int)rightReport.BinaryOffset, (int)rightReport.BinarySize);
        int common = leftBinary.CommonPrefixLength(rightBinary);
        if (common == leftBinary.Length && common == rightBinary.Length)
            return null;
        int count = Math.Abs(leftBinary.Length - rightBinary.Length);
        for (int index = 0; index < Math.Min(leftBinary.Length, rightBinary.Length); index++)
            count += leftBinary[index] == rightBinary[index] ? 0 : 1;
        string name = SegmentAt(left, common) ?? "app binary";
        return $"{name}: {count} bytes of the app binary differ from 0x{leftReport.BinaryOffset + common:x}";
    }

    private static string? SegmentAt(TbfReading tbf, int offset)
    {
        foreach (var (index, row) in tbf.LoadSegments.Index())
        {
            if (offset >= row.BinaryOffset && offset - row.BinaryOffset < row.FileSize)
                return $"segment {index}";
        }
        return null;
    }

    /// <summary>All fields by a name of their own. The checksum follows from the rest, and Main repeats Program.</summary>
    private static List<FieldReport> Fields(TbfReport tbf)
    {
        var fields = new List<FieldReport>();
        var seen = new Dictionary<string, int>();
        bool hasProgram = tbf.Elements.Any(element => element.Name == "Program");
        foreach (var part in new[] { tbf.Header }.OfType<PartReport>().Concat(tbf.Elements).Concat(tbf.Footers))
        {
            int number = seen[part.Name] = seen.GetValueOrDefault(part.Name) + 1;
            string name = number == 1 ? part.Name : $"{part.Name} {number}";
            bool repeats = part.Name == "Main" && hasProgram;
            foreach (var field in part.Fields.Where(field => !repeats && field.Name is not ("checksum" or "flags")))
                fields.Add(field with { Name = part.Name is "Header" or "Program" or "Main" ? field.Name : $"{name} {field.Name}" });
            if (part.Bytes is not null)
                fields.Add(new FieldReport($"{name} bytes", part.Bytes));
        }
        return fields;
    }

    private static IEnumerable<Difference> Pair<T>(
        IEnumerable<T> left, IEnumerable<T> right, Func<T, string> name, Func<T, (string Text, long? Number)> value)
    {
        var rights = new OrderedDictionary<string, (string Text, long? Number)>();
        foreach (var item in right)
            rights.TryAdd(name(item), value(item));
        foreach (var item in left)
        {
            var (text, number) = value(item);
            if (!rights.Remove(name(item), out var other))
                yield return new Difference(null, name(item), text, null, null);
            else if (other.Text != text)
                yield return new Difference(null, name(item), text, other.Text, other.Number - number);
        }
        foreach (var (field, other) in rights)
            yield return new Difference(null, field, null, other.Text, null);
    }
}

/// <summary>What <c>diff --json</c> prints.</summary>
/// <param name="SchemaVersion">Grows with every change that a reader could stumble over.</param>
/// <param name="Left">The first file.</param>
/// <param name="Right">The second file.</param>
/// <param name="Differences">All differences; none: the files are equal.</param>
internal sealed record DiffReport(int SchemaVersion, string Left, string Right, IEnumerable<Difference> Differences)
{
    /// <summary>The version that this program writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Prints the report as JSON.</summary>
    public void Print(TextWriter writer) => ReportJson.Print(writer, json => json.Write(this));
}
