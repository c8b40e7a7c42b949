using System.Collections.Immutable;
using System.Globalization;
using Elf2Tab.Diagnostics;
using Elf2Tab.Keys;
using TabFormat.Reading;
using TabFormat.Tab;
using TabFormat.Tbf;

namespace Elf2Tab.Building;

/// <summary>What can be taken out of a header.</summary>
public enum RemovedPart
{
    /// <summary>The name.</summary>
    Name,

    /// <summary>The kernel version.</summary>
    KernelVersion,

    /// <summary>The list of system calls.</summary>
    Permissions,

    /// <summary>The identifiers of stored data.</summary>
    StorageIds,

    /// <summary>The short id.</summary>
    ShortId,
}

/// <summary>What is to be changed in TBFs that exist. What is null stays as it is.</summary>
internal sealed record TbfChanges
{
    private static readonly TbfChanges Nothing = new();

    /// <summary>Whether kernels start the app.</summary>
    public bool? IsEnabled { get; init; }

    /// <summary>Whether tools leave the app where it is.</summary>
    public bool? IsSticky { get; init; }

    /// <summary>The app's name.</summary>
    public string? Name { get; init; }

    /// <summary>The app's version.</summary>
    public uint? Version { get; init; }

    /// <summary>The oldest kernel.</summary>
    public KernelVersionElement? KernelVersion { get; init; }

    /// <summary>System calls that the app may make.</summary>
    public PermissionsElement? Permissions { get; init; }

    /// <summary>Identifier of what the app stores.</summary>
    public uint? WriteId { get; init; }

    /// <summary>What the app may read.</summary>
    public ImmutableArray<uint>? ReadIds { get; init; }

    /// <summary>What the app may change.</summary>
    public ImmutableArray<uint>? AccessIds { get; init; }

    /// <summary>The number that identifies the app.</summary>
    public ShortIdElement? ShortId { get; init; }

    /// <summary>Whether all stays as it is.</summary>
    public bool IsNone => Removed.IsEmpty && this with { Removed = Nothing.Removed } == Nothing;

    /// <summary>What is taken out.</summary>
    public ImmutableArray<RemovedPart> Removed { get; init; } = [];

    /// <summary>The TBF or TAB with the changes. One in which nothing changes is as it was, to the byte.</summary>
    /// <param name="file">A TBF or TAB.</param>
    /// <param name="credentials">Hashes and signatures to add.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">It is damaged, or has no room for the changes.</exception>
    public byte[] Apply(ReadOnlyMemory<byte> file, ImmutableArray<Credential> credentials, DiagnosticSink diagnostics)
    {
        if (!TabReader.IsTar(file.Span))
            return ApplyToTbf(file, credentials, diagnostics);
        var tab = TabReader.Read(file);
        diagnostics.Report(tab.Findings);
        diagnostics.StopOnErrors();
        var members = tab.Members.Select(member => new TabMember(
            member.Name,
            member.IsTbf ? ApplyToTbf(member.Bytes, credentials, diagnostics.In(member.Name))
                : member.Name == TabMetadata.FileName ? ApplyToMetadata(member.Bytes) : member.Bytes)).ToList();
        if (members.Zip(tab.Members).All(pair => pair.First.Bytes.Span.SequenceEqual(pair.Second.Bytes.Span)))
            return file.ToArray();
        var metadata = members.First(member => member.Name == TabMetadata.FileName);
        return TabWriter.Rewrite(metadata.Bytes.Span, [.. members.Where(member => member != metadata)]);
    }

    private byte[] ApplyToMetadata(ReadOnlyMemory<byte> toml)
    {
        byte[] changed = toml.ToArray();
        if (Name is not null || Removed.Contains(RemovedPart.Name))
            changed = TabEditing.WithMetadata(changed, "name", Name ?? "");
        if (KernelVersion is { } kernel)
            changed = TabEditing.WithMetadata(changed, "minimum-tock-kernel-version", string.Create(CultureInfo.InvariantCulture, $"{kernel.Major}.{kernel.Minor}"));
        else if (Removed.Contains(RemovedPart.KernelVersion))
            changed = TabEditing.WithMetadata(changed, "minimum-tock-kernel-version", null);
        return changed;
    }

    private byte[] ApplyToTbf(ReadOnlyMemory<byte> bytes, ImmutableArray<Credential> credentials, DiagnosticSink diagnostics)
    {
        var tbf = Resigner.Read(bytes, credentials, diagnostics);
        var edit = EditOf(tbf, diagnostics);
        long headerSize = edit.HeaderSize(tbf);
        if (headerSize > Math.Min(tbf.BinaryOffset, ushort.MaxValue))
        {
            throw diagnostics.Fail(
                Catalogue.NoRoomInHeader, $"the header would have {headerSize} bytes, and the app binary begins at {tbf.BinaryOffset}");
        }
        byte[] covered = edit.Apply(tbf);
        return covered.AsSpan().SequenceEqual(bytes.Span[..covered.Length])
            ? credentials.IsEmpty ? bytes.ToArray() : Resigner.Sign(tbf, credentials, diagnostics)
            : Resigner.SignAnew(tbf, covered, credentials, diagnostics);
    }

    private TbfEdit EditOf(TbfReading tbf, DiagnosticSink diagnostics)
    {
        var elements = ImmutableArray.CreateBuilder<TbfElement>();
        if (!string.IsNullOrEmpty(Name))
            elements.Add(new PackageNameElement(Name));
        foreach (var element in (ReadOnlySpan<TbfElement?>)[KernelVersion, Permissions, ShortId, StoragePermissionsOf(tbf, diagnostics)])
        {
            if (element is not null)
                elements.Add(element);
        }
        return new TbfEdit
        {
            Set = Flags(true),
            Cleared = Flags(false),
            Version = Version,
            Elements = elements.ToImmutable(),
            Removed = [.. Removed.Select(TypeOf), .. Name == "" ? [TbfElementType.PackageName] : (TbfElementType[])[]],
        };
    }

    private TbfFlags Flags(bool value) =>
        (IsEnabled == value ? TbfFlags.Enabled : TbfFlags.None) | (IsSticky == value ? TbfFlags.Sticky : TbfFlags.None);

    /// <summary>Each of the three is changed alone; null: none is.</summary>
    private StoragePermissionsElement? StoragePermissionsOf(TbfReading tbf, DiagnosticSink diagnostics)
    {
        foreach (var (option, ids) in (ReadOnlySpan<(string, ImmutableArray<uint>?)>)[("--read_ids", ReadIds), ("--access_ids", AccessIds)])
        {
            if (ids?.Length > TbfFormat.MaximumStorageIds)
            {
                throw diagnostics.Fail(
                    Catalogue.TooManyStorageIds, $"{option} has {ids.Value.Length} identifiers, kernels take at most {TbfFormat.MaximumStorageIds}");
            }
        }
        if (WriteId is null && ReadIds is null && AccessIds is null)
            return null;
        var old = tbf.StoragePermissions;
        return new StoragePermissionsElement(
            WriteId ?? old?.WriteId ?? 0, ReadIds ?? old?.ReadIds ?? [], AccessIds ?? old?.ModifyIds ?? []);
    }

    private static TbfElementType TypeOf(RemovedPart part) => part switch
    {
        RemovedPart.Name => TbfElementType.PackageName,
        RemovedPart.KernelVersion => TbfElementType.KernelVersion,
        RemovedPart.Permissions => TbfElementType.Permissions,
        RemovedPart.StorageIds => TbfElementType.StoragePermissions,
        _ => TbfElementType.ShortId,
    };
}
