using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Elf2Tab.Reports;

/// <summary>
/// Writes reports as JSON: fixed order, camel case, nothing left out. Each member is named here, for a serializer that finds
/// them by itself would be a sixth of the program.
/// </summary>
internal sealed class ReportJson : IDisposable
{
    /// <summary>Bytes after which what is made is printed.</summary>
    private const int Printed = 64 * 1024;

    private readonly TextWriter _writer;
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Utf8JsonWriter _json;

    private ReportJson(TextWriter writer)
    {
        _writer = writer;
        _json = new Utf8JsonWriter(_bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" });
    }

    /// <summary>Prints a report while it is made, with a line feed at its end.</summary>
    /// <param name="writer">Where to print.</param>
    /// <param name="write">Writes the report.</param>
    /// <exception cref="IOException">It cannot be printed.</exception>
    public static void Print(TextWriter writer, Action<ReportJson> write)
    {
        using var json = new ReportJson(writer);
        write(json);
        json.Print();
        writer.Write('\n');
    }

    public void Dispose() => _json.Dispose();

    public void Write(InspectReport report) => Object(() =>
    {
        Number("schemaVersion", report.SchemaVersion);
        Array("files", report.Files, Write);
    });

    public void Write(DiffReport report) => Object(() =>
    {
        Number("schemaVersion", report.SchemaVersion);
        Text("left", report.Left);
        Text("right", report.Right);
        Array("differences", report.Differences, Write);
    });

    public void Write(VerifyReport report) => Object(() =>
    {
        Number("schemaVersion", report.SchemaVersion);
        Array("files", report.Files, file => Object(() =>
        {
            Text("file", file.File);
            _json.WriteBoolean("wouldLoad", file.WouldLoad);
            Text("elf", file.Elf);
            Truth("isOfElf", file.IsOfElf);
            Array("checks", file.Checks, _json.WriteStringValue);
            Array("problems", file.Problems, Write);
        }));
    });

    public void Write(SizeReport report) => Object(() =>
    {
        Number("schemaVersion", report.SchemaVersion);
        Array("files", report.Files, Write);
    });

    public void Write(GrowthReport report) => Object(() =>
    {
        Number("schemaVersion", report.SchemaVersion);
        Text("old", report.Old);
        Text("file", report.File);
        Array("apps", report.Apps, Write);
        Array("added", report.Added, _json.WriteStringValue);
        Array("removed", report.Removed, _json.WriteStringValue);
        _json.WriteBoolean("withinLimit", report.WithinLimit);
    });

    private void Write(Difference difference) => Object(() =>
    {
        Text("member", difference.Member);
        Text("field", difference.Field);
        Value("old", difference.Old);
        Value("new", difference.New);
        Member("bytes", difference.Bytes, Write);
        Number("change", difference.Change);
    });

    private void Write(ByteDifference bytes) => Object(() =>
    {
        Number("count", bytes.Count);
        Number("offset", bytes.Offset);
        Text("place", bytes.Place);
    });

    private void Write(FileReport file) => Object(() =>
    {
        Text("file", file.File);
        Text("kind", file.Kind);
        Number("size", file.Size);
        Member("tbf", file.Tbf, Write);
        Member("tab", file.Tab, Write);
        Member("elf", file.Elf, Write);
        Array("problems", file.Problems, Write);
        if (file.Image is { } image)
            Member("image", image, Write);
    });

    private void Write(TbfReport tbf) => Object(() =>
    {
        Member("header", tbf.Header, Write);
        Array("elements", tbf.Elements, Write);
        Number("binaryOffset", tbf.BinaryOffset);
        Number("binarySize", tbf.BinarySize);
        Number("entryOffset", tbf.EntryOffset);
        Array("footers", tbf.Footers, Write);
        Number("paddingSize", tbf.PaddingSize);
        Array("problems", tbf.Problems, Write);
    });

    private void Write(TabReport tab) => Object(() =>
    {
        Array("metadata", tab.Metadata, Write);
        Array("members", tab.Members, Write);
    });

    private void Write(TabMemberReport member) => Object(() =>
    {
        Text("name", member.Name);
        Number("offset", member.Offset);
        Number("size", member.Size);
        Member("tbf", member.Tbf, Write);
    });

    private void Write(ImageReport image) => Object(() =>
    {
        Number("address", image.Address);
        Array("parts", image.Parts, Write);
        Number("end", image.End);
        Array("behind", image.Behind, Write);
    });

    private void Write(ImagePartReport part) => Object(() =>
    {
        Text("name", part.Name);
        Number("address", part.Address);
        Number("offset", part.Offset);
        Number("size", part.Size);
        Member("tbf", part.Tbf, Write);
    });

    private void Write(ElfReport elf) => Object(() =>
    {
        Array("header", elf.Header, Write);
        Array("segments", elf.Segments, Write);
        Array("sections", elf.Sections, Write);
        Array("relocationTables", elf.RelocationTables, Write);
    });

    private void Write(PartReport part) => Object(() =>
    {
        Number("offset", part.Offset);
        Number("size", part.Size);
        Text("name", part.Name);
        Array("fields", part.Fields, Write);
        Text("bytes", part.Bytes);
    });

    private void Write(FieldReport field) => Object(() =>
    {
        Text("name", field.Name);
        Number("number", field.Number);
        Text("text", field.Text);
    });

    private void Write(ProblemReport problem) => Object(() =>
    {
        Text("code", problem.Code);
        Number("offset", problem.Offset);
        Text("text", problem.Text);
    });

    private void Write(FileSizes file) => Object(() =>
    {
        Text("file", file.File);
        Text("kind", file.Kind);
        Array("apps", file.Apps, Write);
        Array("problems", file.Problems, Write);
    });

    private void Write(AppSizes app) => Object(() =>
    {
        Text("name", app.Name);
        _json.WriteBoolean("loadedToRam", app.LoadedToRam);
        Number("flash", app.Flash);
        Number("ram", app.Ram);
        Number("minimumRamSize", app.MinimumRamSize);
        Number("imageOffset", app.ImageOffset);
        Number("imageSize", app.ImageSize);
        Number("onlyAtStartUp", app.OnlyAtStartUp);
        Number("sharedWithBss", app.SharedWithBss);
        Number("copiedBehindImage", app.CopiedBehindImage);
        Number("unused", app.Unused);
        Array("purposes", app.Purposes, Write);
        Array("largest", app.Largest, Write);
        Array("advice", app.Advice, Write);
        Array("problems", app.Problems, Write);
    });

    private void Write(SizeRow row) => Object(() =>
    {
        Text("name", row.Name);
        Number("flash", row.Flash);
        Number("ram", row.Ram);
    });

    private void Write(Advice advice) => Object(() =>
    {
        Text("text", advice.Text);
        Number("flash", advice.Flash);
        Number("ram", advice.Ram);
    });

    private void Write(AppGrowth app) => Object(() =>
    {
        Text("oldName", app.OldName);
        Text("name", app.Name);
        Member("total", app.Total, Write);
        Array("purposes", app.Purposes, Write);
        Array("largest", app.Largest, Write);
        Member("allowed", app.Allowed, Write);
        _json.WriteBoolean("withinLimit", app.WithinLimit);
    });

    private void Write(AllowedGrowth allowed) => Object(() =>
    {
        Number("flash", allowed.Flash);
        Number("ram", allowed.Ram);
    });

    private void Write(GrowthRow row) => Object(() =>
    {
        Text("name", row.Name);
        Number("oldFlash", row.OldFlash);
        Number("flash", row.Flash);
        Number("oldRam", row.OldRam);
        Number("ram", row.Ram);
    });

    public void Object(Action members)
    {
        _json.WriteStartObject();
        members();
        _json.WriteEndObject();
    }

    public void Text(string name, string? value) => _json.WriteString(name, value);

    private void Value(string name, FieldValue? value)
    {
        if (value?.Number is { } number)
            Number(name, number);
        else
            Text(name, value?.Text);
    }

    private void Truth(string name, bool? value)
    {
        if (value is { } truth)
            _json.WriteBoolean(name, truth);
        else
            _json.WriteNull(name);
    }

    public void Number(string name, long? value)
    {
        if (value is { } number)
            _json.WriteNumber(name, number);
        else
            _json.WriteNull(name);
    }

    private void Member<T>(string name, T? value, Action<T> write)
        where T : class
    {
        if (value is null)
        {
            _json.WriteNull(name);
            return;
        }
        _json.WritePropertyName(name);
        write(value);
    }

    public void Array<T>(string name, IEnumerable<T> items, Action<T> write)
        where T : class
    {
        _json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(item);
            if (_json.BytesPending + _bytes.WrittenCount >= Printed)
                Print();
        }
        _json.WriteEndArray();
    }

    /// <summary>Prints what is made so far, which are whole tokens and so whole characters.</summary>
    private void Print()
    {
        _json.Flush();
        _writer.Write(Encoding.UTF8.GetString(_bytes.WrittenSpan));
        _bytes.ResetWrittenCount();
    }
}
