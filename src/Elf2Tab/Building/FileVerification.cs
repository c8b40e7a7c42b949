using Elf2Tab.Boards;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Files;
using Elf2Tab.Plan;
using Elf2Tab.Reports;
using Elf2Tab.Verification;
using TabFormat.Images;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Building;

/// <summary>What is asked of files that are verified.</summary>
/// <param name="Elf">The ELF from which the TBF was made.</param>
/// <param name="PublicKey">Path of a public key for the signatures.</param>
/// <param name="Key">The key.</param>
/// <param name="Platform">Where the app would be loaded.</param>
/// <param name="Expected">How the TBF was made from the ELF, as far as that shows in it.</param>
/// <param name="Offset">Bytes in front of the first app in a file of flash; null: it is found.</param>
internal sealed record VerifyOptions(
    string? Elf, string? PublicKey, SignatureCredential? Key, Platform Platform, Expectation Expected, uint? Offset);

/// <summary>Says of files whether a kernel would load their apps, and whether they are what an ELF gives.</summary>
/// <param name="options">What is asked.</param>
internal sealed class FileVerification(VerifyOptions options)
{
    /// <summary>Verifies a file.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">It cannot be told, which is reported.</exception>
    public VerifiedFile Verify(string file, DiagnosticSink diagnostics)
    {
        var apps = InputFile.ReadApps(file, options.Offset, diagnostics);
        if (apps.Memory is not null && options.Elf is not null)
            throw diagnostics.Fail(
                Catalogue.OtherKind, $"{file} has several apps, and --elf compares one", "leave out `--elf`");
        var done = new List<string>();
        return diagnostics.About(file, elf => diagnostics.About(file, loading =>
        {
            Verify(apps, new FileChecks(loading, elf, done));
            return new VerifiedFile(
                file,
                !loading.HasErrors,
                options.Elf,
                options.Elf is null ? null : !elf.HasErrors,
                done,
                [.. loading.Errors.Concat(elf.Errors).Select(ProblemReport.Of)]);
        }));
    }

    private void Verify(AppsFile file, FileChecks checks)
    {
        if (file.Memory is { } memory)
        {
            VerifyMemory(file.Path, memory, checks);
            return;
        }
        if (!file.IsTab)
        {
            VerifyTbf(file.Bytes, member: null, checks, options.Platform);
            return;
        }
        var tab = TabReader.Read(file.Bytes);
        checks.Loading.Report(tab.Findings);
        foreach (var member in tab.Tbfs)
            VerifyTbf(member.Bytes, member.Name, checks.In(member.Name), options.Platform);
    }

    /// <summary>Verifies each app where it lies, and their RAM as a kernel gives it out to one after another.</summary>
    private void VerifyMemory(string file, AppMemory memory, FileChecks checks)
    {
        var unit = options.Platform.Unit ?? memory.Unit;
        var start = options.Platform.FlashAddress ?? memory.Address;
        var loaded = new List<(string Name, ImageApp App)>();
        foreach (var app in memory.Apps)
        {
            var tbf = app.Found.Tbf;
            var address = tbf.IsLoadedToRam ? null : start + (ulong)app.Found.Offset;
            VerifyTbf(tbf.Bytes, app.Name, checks.In(app.Name), options.Platform with { Unit = unit, FlashAddress = (uint?)address, Ram = null });
            if (tbf is { Findings.IsEmpty: true, Entry: not null })
                loaded.Add((app.Name, new ImageApp(app.Name, tbf)));
        }
        foreach (int behind in memory.Walk.Behind)
            checks.Loading.Report(
                Catalogue.AppBehindEnd, $"a header at 0x{(start ?? 0) + (ulong)behind:x}; apps end at 0x{(start ?? 0) + (ulong)memory.Walk.End:x}");
        (ulong From, ulong To)? room = options.Platform.Ram ?? memory.Ram;
        var parts = RamLayout.Make(loaded.Select(app => app.App), room, unit, out var findings);
        foreach (var finding in findings)
            checks.Loading.In(finding.App.File).Report(RuleCatalogue.Of(finding.Rule), finding.Text);
        if (room is var (from, to))
        {
            ulong end = parts.IsEmpty ? from : parts[^1].End;
            checks.Did($"RAM 0x{from:x} to 0x{to:x}: {parts.Length} of {loaded.Count} apps of {file} get {end - from} bytes, one after another");
        }
    }

    /// <param name="bytes">A TBF.</param>
    /// <param name="member">Its name in a TAB; null: it is a file.</param>
    /// <param name="checks">Takes what is found.</param>
    /// <param name="where">Where it would be loaded.</param>
    private void VerifyTbf(ReadOnlyMemory<byte> bytes, string? member, FileChecks checks, Platform where)
    {
        var reading = TbfReader.Read(bytes);
        checks.Loading.Report(reading.Findings);
        checks.Did("header, elements, checksum, footers");
        if (!reading.Findings.IsEmpty)
            return;
        if (reading.IsPadding)
        {
            checks.Loading.Report(Catalogue.NoAppInTbf, "it is padding between apps: a header without elements");
            return;
        }
        if (member is null && HasMoreBehind(reading))
        {
            checks.Loading.Report(
                Catalogue.BytesBehindTbf,
                $"the TBF ends at 0x{reading.TotalSize:x}, and the {bytes.Length - reading.TotalSize} bytes behind it are not those of erased "
                + "flash (all 0xff, or all 0)");
        }
        var loading = RamAppCheck.Check(reading);
        checks.Loading.Report(loading, withPlace: false);
        if (!loading.IsEmpty)
            return;
        foreach (var hash in reading.Footers.Where(footer => footer.IsHash))
            checks.Did($"{hash.Format} of the first {reading.BinaryEndOffset} bytes is {Convert.ToHexStringLower(hash.Data.Span)}");
        if (options.Key is not null)
            CheckSignatures(reading, options.Key, checks);
        ProtectionUnit? unit = null;
        if (options.Elf is not null)
            unit = CompareWithElf(reading, options.Elf, checks);
        unit ??= member is null ? null : ProtectionUnit.Named(member);
        var platform = where.Unit is null ? where with { Unit = unit } : where;
        foreach (string check in platform.Check(reading, checks.Loading))
            checks.Did(check);
    }

    /// <summary>Whether something else follows than what erased flash reads as.</summary>
    private static bool HasMoreBehind(TbfReading reading)
    {
        var behind = reading.Bytes.Span[(int)reading.TotalSize..];
        return behind.ContainsAnyExcept((byte)0xFF) && behind.ContainsAnyExcept((byte)0);
    }

    private void CheckSignatures(TbfReading reading, SignatureCredential key, FileChecks checks)
    {
        var footers = reading.Footers.Where(footer => footer.Format == key.Format).ToList();
        if (footers.Count == 0)
            checks.Loading.Report(Catalogue.SignatureMissing, $"there is no {key.Format} footer");
        var covered = reading.Bytes.Span[..(int)reading.BinaryEndOffset];
        foreach (var footer in footers)
        {
            if (!key.Verify(covered, footer.Data.Span))
                checks.Loading.Report(
                    Catalogue.SignatureInvalid,
                    $"the {footer.Format} footer at 0x{footer.Offset:x} was not made with this key over these bytes");
            else
                checks.Did($"the {footer.Format} signature at 0x{footer.Offset:x} was made with the key {options.PublicKey}");
        }
    }

    /// <summary>Compares, and says for which processors the ELF is.</summary>
    private ProtectionUnit? CompareWithElf(TbfReading reading, string path, FileChecks checks) =>
        InputFile.Use(path, checks.Elf, (source, found) =>
        {
            var elf = ElfFile.Read(source, found);
            foreach (string difference in ElfCheck.Differences(elf, reading, options.Expected))
                checks.Elf.Report(Catalogue.ElfDiffers, difference);
            checks.Did($"bytes, entry point, relocations and header against {path}");
            return Machine.ProtectionUnitOf(elf);
        });

    /// <summary>What was found about a file, and what was looked at.</summary>
    /// <param name="Loading">Why it would not load.</param>
    /// <param name="Elf">In what it is not what the ELF gives.</param>
    /// <param name="Done">What was checked, in words.</param>
    /// <param name="Member">The member of the file, a TAB or a file of flash, that it is about; null: the file as a whole.</param>
    private sealed record FileChecks(DiagnosticSink Loading, DiagnosticSink Elf, List<string> Done, string? Member = null)
    {
        /// <summary>These checks, for a member of the file.</summary>
        public FileChecks In(string member) => new(Loading.In(member), Elf.In(member), Done, member);

        /// <summary>Notes what was checked.</summary>
        public void Did(string check) => Done.Add(Member is null ? check : $"{Member}: {check}");
    }
}
