using Elf2Tab.Diagnostics;
using TabFormat.Tbf;

namespace Elf2Tab.Plan;

/// <summary>What of a header comes from the command line alone.</summary>
internal static class AppHeader
{
    /// <summary>The size of a finished header.</summary>
    /// <exception cref="InputException">It does not fit in 16 bits.</exception>
    public static uint CheckSize(TbfApp app, DiagnosticSink diagnostics) => app.HeaderSize is var size && size <= ushort.MaxValue
        ? (uint)size
        : throw diagnostics.Fail(
            Catalogue.HeaderTooLarge, $"the header would have {size} bytes, its size field holds at most {ushort.MaxValue}");

    /// <summary>The header without what depends on the ELF.</summary>
    /// <exception cref="InputException">A list is longer than kernels take.</exception>
    public static TbfApp Make(ConvertOptions options, DiagnosticSink diagnostics)
    {
        CheckIds("--read_ids", options.ReadIds.Count);
        CheckIds("--access_ids", options.AccessIds.Count);
        bool stores = options.WriteId is not null || !options.ReadIds.IsEmpty || !options.AccessIds.IsEmpty;
        return new TbfApp
        {
            Flags = (options.Disable ? TbfFlags.None : TbfFlags.Enabled) | (options.Sticky ? TbfFlags.Sticky : TbfFlags.None),
            Version = options.AppVersion,
            PackageName = options.PackageName,
            Permissions = PermissionsElement.Merge(options.Permissions),
            StoragePermissions = stores
                ? new StoragePermissionsElement(options.WriteId ?? 0, [.. options.ReadIds], [.. options.AccessIds])
                : null,
            KernelVersion = options.KernelMajor is { } major ? new KernelVersionElement(major, options.KernelMinor ?? 0) : null,
            ShortId = options.ShortId is { } id ? new ShortIdElement(id) : null,
        };

        void CheckIds(string option, int count)
        {
            if (count > TbfFormat.MaximumStorageIds)
            {
                throw diagnostics.Fail(
                    Catalogue.TooManyStorageIds,
                    $"{option} has {count} identifiers, kernels take at most {TbfFormat.MaximumStorageIds}");
            }
        }
    }
}
