using Elf2Tab.Boards;
using Elf2Tab.Files;
using Elf2Tab.Sizes;
using TabFormat.Binary;
using TabFormat.Reading;
using TabFormat.Tab;

namespace Elf2Tab.Reports;

/// <summary>What is where in an app binary, known from its ELF.</summary>
/// <param name="Parts">Parts of the flash bar.</param>
/// <param name="BinaryOffset">Where the app binary starts in that bar.</param>
internal sealed record KnownMap(IReadOnlyList<MapPart> Parts, long BinaryOffset)
{
    /// <summary>The part that holds a byte of the app binary, and how far into it that is.</summary>
    public string? At(long offset)
    {
        long wanted = BinaryOffset + offset;
        return Parts.FirstOrDefault(part => wanted >= part.Offset && wanted - part.Offset < part.Size) is { } found
            ? wanted == found.Offset ? found.Name : $"{found.Name}+0x{wanted - found.Offset:x}"
            : null;
    }
}

/// <summary>Finds the fields in which TBFs and TABs differ.</summary>
internal static class Differ
{
    /// <summary>As many bytes are shown of those that differ.</summary>
    private const int MostBytes = 8;

    /// <summary>
    /// Compares two files of any kind; they are equal when there is no difference. Differences are found while they are asked for.
    /// </summary>
    /// <param name="left">The first file.</param>
    /// <param name="right">The second file.</param>
    /// <param name="ignoreBuildDate">The build date of a TAB does not count.</param>
    /// <param name="mapOf">What is where in a TBF, more than it tells itself: its map, by the member's name and the two TBFs; null: not
    /// known.</param>
    public static IEnumerable<Difference> Compare(
        AppsFile left, AppsFile right, bool ignoreBuildDate, Func<string?, TbfReading, TbfReading, KnownMap?>? mapOf = null)
    {
        if (left.Bytes.Span.SequenceEqual(right.Bytes.Span))
            return [];
        if (ignoreBuildDate && TabMetadata.DifferInDateAlone(left.Bytes.Span, right.Bytes.Span))
            return []; // what is left by a build that changed nothing: the usual case
        if (left.Memory is { } leftMemory && right.Memory is { } rightMemory)
            return CompareMemories(leftMemory, rightMemory);
        if (left.IsTab != right.IsTab || left.Memory is not null || right.Memory is not null)
            return [new(null, "kind", FieldValue.Of(left.Kind.ToUpperInvariant()), FieldValue.Of(right.Kind.ToUpperInvariant()))];
        return left.IsTab
            ? CompareTabs(left.Bytes, right.Bytes, ignoreBuildDate, mapOf)
            : CompareTbfs(null, left.Bytes, right.Bytes, mapOf);
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
                : [new(app.Name, haveAddresses ? "address" : "offset", new(from, $"0x{from:x}"), new(to, $"0x{to:x}"))];
            foreach (var difference in place.Concat(CompareTbfs(app.Name, app.Found.Tbf.Bytes, other.Found.Tbf.Bytes, mapOf: null)))
            {
                isEqual = false;
                yield return difference;
            }
        }
        foreach (var difference in Pair(left.Apps, right.Apps, app => app.Name, _ => FieldValue.Of("present")))
        {
            isEqual = false;
            yield return difference;
        }
        if (isEqual && !left.Bytes.Span.SequenceEqual(right.Bytes.Span))
            yield return Difference.Of(null, "apps are equal; bytes between or behind them differ");
        else if (isEqual && left.Kind == right.Kind)
            yield return Difference.Of(null, "apps are equal; bytes that are none of theirs differ");
    }

    /// <summary>The differences of a TAB without those that were told of files with the names of its members.</summary>
    /// <param name="differences">The differences.</param>
    /// <param name="told">What was told of the file with a name.</param>
    public static IEnumerable<Difference> TellOnce(
        IEnumerable<Difference> differences, Func<string, IReadOnlyCollection<Difference>?> told)
    {
        var repeated = new OrderedDictionary<string, bool>();
        foreach (var difference in differences)
        {
            if (difference.Member is { } member && told(member)?.Contains(difference with { Member = null }) == true)
                repeated[member] = true;
            else
                yield return difference;
        }
        foreach (string member in repeated.Keys)
            yield return Difference.Of(member, "differs as the file of that name");
    }

    private static IEnumerable<Difference> CompareTabs(
        ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right, bool ignoreBuildDate, Func<string?, TbfReading, TbfReading, KnownMap?>? mapOf)
    {
        var (leftTab, rightTab) = (TabReader.Read(left), TabReader.Read(right));
        bool isDate = false;
        bool isEqual = true;
        foreach (var difference in Pair(leftTab.Metadata, rightTab.Metadata, entry => entry.Key, entry => FieldValue.Of(entry.Value)))
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
                ? CompareTbfs(member.Name, member.Bytes, other.Bytes, mapOf)
                : [Difference.Of(member.Name, "its bytes differ")])
            {
                yield return difference;
            }
        }
        foreach (var difference in Pair(leftTab.Members, rightTab.Members, member => member.Name, _ => FieldValue.Of("present")))
        {
            isEqual = false;
            yield return difference;
        }
        if (isEqual && !isDate && Metadata(leftTab) is var metadata && !metadata.Span.SequenceEqual(Metadata(rightTab).Span))
        {
            isEqual = false;
            yield return Difference.Of(TabMetadata.FileName, "its bytes differ");
        }
        if (isEqual && (leftTab.IsDamaged || rightTab.IsDamaged))
        {
            yield return Difference.Of(null, "the archives are damaged, and differ where they cannot be read");
            yield break;
        }
        if (isEqual && !(isDate && IsSameBehindMetadata(leftTab, left.Span, rightTab, right.Span)))
            yield return Difference.Of(null, "members are equal; the archives differ in order or headers");
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

    private static List<Difference> CompareTbfs(
        string? member, ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right, Func<string?, TbfReading, TbfReading, KnownMap?>? mapOf)
    {
        if (left.Span.SequenceEqual(right.Span))
            return [];
        var (leftTbf, rightTbf) = (TbfReader.Read(left), TbfReader.Read(right));
        var (leftFields, rightFields) = (Fields(TbfDescription.Describe(leftTbf)), Fields(TbfDescription.Describe(rightTbf)));
        var differences = Pair(leftFields, rightFields, field => field.Name, Value).Select(difference => difference with { Member = member }).ToList();
        if (BinaryDifference(member, leftTbf, rightTbf, mapOf) is { } binary)
            differences.Add(binary);
        if (differences.Count == 0)
            differences.Add(Difference.Of(member, "bytes outside of all fields differ"));
        return differences;
    }

    /// <summary>What people read: a number that has a name is a text.</summary>
    private static FieldValue Value(FieldReport field) => new(field.Text is null ? field.Number : null, field.Text);

    private static Difference? BinaryDifference(
        string? member, TbfReading left, TbfReading right, Func<string?, TbfReading, TbfReading, KnownMap?>? mapOf)
    {
        var leftBinary = BinaryOf(left);
        var rightBinary = BinaryOf(right);
        int common = leftBinary.CommonPrefixLength(rightBinary);
        if (common == leftBinary.Length && common == rightBinary.Length)
            return null;
        int count = Math.Abs(leftBinary.Length - rightBinary.Length);
        int shared = Math.Min(leftBinary.Length, rightBinary.Length);
        for (int index = common; index < shared; index++)
            count += leftBinary[index] == rightBinary[index] ? 0 : 1;

        int run = common;
        while (run < shared && run - common < MostBytes && leftBinary[run] != rightBinary[run])
            run++;
        string?[] places = [mapOf?.Invoke(member, left, right)?.At(common), SegmentAt(left, common) ?? SegmentAt(right, common)];
        string place = string.Join(" of ", places.OfType<string>());
        return new Difference(
            member,
            "app binary",
            Bytes(leftBinary, common, run),
            Bytes(rightBinary, common, run),
            new ByteDifference(count, (left.HasBinary ? left : right).BinaryOffset + common, place == "" ? null : place));

        static FieldValue? Bytes(ReadOnlySpan<byte> binary, int start, int end) =>
            start >= binary.Length ? null : FieldValue.Of(Convert.ToHexStringLower(binary[start..Math.Max(end, start + 1)]));
    }

    private static ReadOnlySpan<byte> BinaryOf(TbfReading tbf) => tbf.HasBinary ? tbf.Binary.Span : default;

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
            foreach (var field in part.Fields.Where(field => !repeats && field.Name is not "checksum"))
                fields.Add(field with { Name = part.Name is "Header" or "Program" or "Main" ? field.Name : $"{name} {field.Name}" });
            if (part.Bytes is not null)
                fields.Add(new FieldReport($"{name} bytes", part.Bytes));
        }
        return fields;
    }

    private static IEnumerable<Difference> Pair<T>(
        IEnumerable<T> left, IEnumerable<T> right, Func<T, string> name, Func<T, FieldValue> value)
    {
        var rights = new Dictionary<string, (int Place, FieldValue Value)>();
        foreach (var item in right)
            rights.TryAdd(name(item), (rights.Count, value(item)));
        foreach (var item in left)
        {
            if (!rights.Remove(name(item), out var other))
                yield return new Difference(null, name(item), value(item), null);
            else if (other.Value != value(item))
                yield return new Difference(null, name(item), value(item), other.Value);
        }
        foreach (var (field, other) in rights.OrderBy(entry => entry.Value.Place))
            yield return new Difference(null, field, null, other.Value);
    }
}
