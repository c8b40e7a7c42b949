using System.Text.Json;
using System.Text.Json.Serialization;
using Elf2Tab.Reports;

namespace Elf2Tab.Tests.Reports;

/// <summary>Reads reports as strictly as a serializer can: unknown members are refused, and so are missing ones.</summary>
internal static class ReportReader
{
    private static readonly JsonSerializerOptions Strict = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        Converters = { new FieldValueConverter() },
    };

    /// <summary>A value is a JSON number or a JSON string.</summary>
    private sealed class FieldValueConverter : JsonConverter<FieldValue>
    {
        public override FieldValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number ? new FieldValue(reader.GetInt64(), null) : FieldValue.Of(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, FieldValue value, JsonSerializerOptions options)
        {
            if (value.Number is { } number)
                writer.WriteNumberValue(number);
            else
                writer.WriteStringValue(value.Text);
        }
    }

    /// <summary>Reads a report, and finds that a serializer writes it the same way, member by member.</summary>
    public static T Read<T>(string json)
    {
        var report = JsonSerializer.Deserialize<T>(json, Strict)!;
        Assert.Equal(json, JsonSerializer.Serialize(report, Strict) + "\n");
        return report;
    }

    /// <summary>What a report prints.</summary>
    public static string Text(Action<TextWriter> print)
    {
        using var writer = new StringWriter();
        print(writer);
        return writer.ToString();
    }
}
