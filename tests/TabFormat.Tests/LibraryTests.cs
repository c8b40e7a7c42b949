using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using TabFormat.Images;
using TabFormat.Reading;
using TabFormat.Tab;
using TabFormat.Tbf;
using Tests.Shared;

namespace TabFormat.Tests;

/// <summary>What other programs may count on, whichever type they use.</summary>
public sealed partial class LibraryTests
{
    private const BindingFlags Members = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly Library = typeof(TbfApp).Assembly;

    /// <summary>Two of each record that holds arrays, made apart from one another.</summary>
    public static TheoryData<string> Records => [.. Values(0).Keys];

    [Theory]
    [MemberData(nameof(Records))]
    public void Records_are_equal_when_what_their_arrays_hold_is(string name)
    {
        object value = Values(0)[name];
        Assert.Equal(value, Values(0)[name]);
        Assert.Equal(value.GetHashCode(), Values(0)[name].GetHashCode());
        Assert.NotEqual(value, Values(1)[name]);
    }

    [Fact]
    public void Every_public_record_that_holds_arrays_is_among_them() =>
        Assert.Equal(
            Library.GetExportedTypes().Where(type => type.GetMethod("<Clone>$") is not null && HoldsArrays(type)).Select(type => type.Name).Order(),
            Values(0).Keys.Order());

    [Fact]
    public void An_array_that_is_default_is_empty()
    {
        var app = new TbfApp { FlashRegions = default, Permissions = default, LoadSegments = default, OtherElements = default };
        Assert.Equal(new TbfApp(), app);
        Assert.Empty(new StoragePermissionsElement(1, default, default).ReadIds);
        Assert.Equal(4 + 2, new PermissionsElement(default).Length + new LoadSegmentsElement(default).Length + TbfFormat.ElementPrefixSize);
        uint size = (uint)app.HeaderSize;
        Assert.Equal(size, (uint)TbfWriter.Write(new TbfObject(app, size, 0, default, default, size)).Length);
        Assert.Empty(new TabReading { Members = default }.Tbfs);
        Assert.Empty(new ImageLayout(0, default).Write());
    }

    [Fact]
    public void Public_signatures_name_no_type_of_another_library() =>
        Assert.Empty(Library.GetExportedTypes()
            .SelectMany(type => type.GetMembers(Members).SelectMany(TypesOf).Append(type.BaseType!).Concat(type.GetInterfaces()))
            .SelectMany(Parts)
            .Where(type => type.Assembly != Library && type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true)
            .Distinct());

    [Fact]
    public void A_file_holds_one_type_and_has_its_name()
    {
        foreach (string path in Directory.EnumerateFiles(Path.Combine(TestData.Root, "src/TabFormat"), "*.cs", SearchOption.AllDirectories))
        {
            if (!path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
                Assert.Equal([Path.GetFileNameWithoutExtension(path)], Types().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value));
        }
    }

    private static Dictionary<string, object> Values(byte item)
    {
        ReadOnlyMemory<byte> bytes = new byte[] { 1, item };
        var reading = new TbfReading { Bytes = bytes, Footers = [new(0, CredentialFormat.Sha256, bytes)] };
        object[] values =
        [
            new BinaryPart(0, bytes),
            new DynamicRelocationsElement([new(RelocationKind.Rel, 8, item, 8, 1)]),
            new FlashContents([new(item, bytes)], null),
            new GivenCredential(CredentialFormat.EcdsaNistP256, bytes),
            new ImageBlock(4, bytes),
            new ImageLayout(0, [new(item, 4, new("a.tbf", reading))]),
            new ImageWalk([new(item, reading)], 3, [item]),
            new LoadSegmentsElement([new(item, 0, 4, 4, 5)]),
            new OtherElement(TbfElementType.ShortId, bytes),
            new ParsedElement(0, 3, bytes),
            new ParsedFooter(0, CredentialFormat.Sha256, bytes),
            new ParsedStoragePermissions(0, [], [item]),
            new ParsedTabMember("a.tbf", 0, bytes),
            new PermissionsElement([new(1, item, 1)]),
            new StoragePermissionsElement(0, [item], [3]),
            new TabMember("a.tbf", bytes),
            new TabReading { Members = [new("a.tbf", 0, bytes)] },
            new TbfApp { Permissions = [new(1, item, 1)] },
            new TbfEdit { Removed = [(TbfElementType)item] },
            new TbfObject(new(), 0, 0, [new(0, bytes)], [new HashCredential(CredentialFormat.Sha256)], 0),
            reading,
            new WriteableFlashRegionsElement([new(item, 4)]),
        ];
        return values.ToDictionary(value => value.GetType().Name);
    }

    private static bool HoldsArrays(Type record) => record.GetProperties(Members).Any(property => property.CanWrite
        && (property.PropertyType == typeof(ReadOnlyMemory<byte>)
            || (property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(ImmutableArray<>))));

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        MethodBase method => method.GetParameters().Select(parameter => parameter.ParameterType)
            .Append(method is MethodInfo { ReturnType: var returned } ? returned : typeof(void)),
        FieldInfo field => [field.FieldType],
        PropertyInfo property => [property.PropertyType],
        _ => [],
    };

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.GetGenericArguments().SelectMany(Parts).Append(type);

    [GeneratedRegex(@"^(?:public|internal) (?:\w+ )*?(?:record struct|record|class|struct|enum|interface) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Types();
}
