using System.Globalization;
using Elf2Tab.Diagnostics;
using TabFormat.Reading;

namespace Elf2Tab.Verification;

/// <summary>Whether the metadata of a TAB say of its TBFs what these say themselves: programs that install apps go by the metadata, kernels by the TBF.</summary>
internal static class MetadataCheck
{
    /// <summary>Warns of a name and a kernel version that differ. What one of the two does not say does not differ.</summary>
    public static void Check(TabReading tab, DiagnosticSink diagnostics)
    {
        string? name = ValueOf("name");
        string? kernel = ValueOf("minimum-tock-kernel-version");
        foreach (var member in tab.Tbfs)
        {
            var tbf = TbfReader.Read(member.Bytes);
            Compare(member, "name", name, tbf.PackageName);
            Compare(member, "minimum-tock-kernel-version", kernel, tbf.KernelVersion is { } version
                ? string.Create(CultureInfo.InvariantCulture, $"{version.Major}.{version.Minor}")
                : null);
        }

        string? ValueOf(string key) => tab.Metadata.FirstOrDefault(entry => entry.Key == key).Value;

        void Compare(ParsedTabMember member, string key, string? ofTab, string? ofTbf)
        {
            if (ofTab is { Length: > 0 } && ofTbf is { Length: > 0 } && ofTab != ofTbf)
                diagnostics.In(member.Name).Report(Catalogue.MetadataDiffer, $"metadata.toml has `{key} = \"{ofTab}\"`, the TBF {ofTbf}");
        }
    }
}
