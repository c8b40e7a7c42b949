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
            VerifyTbf(file.Bytes, member: null, checks, options.Platform, Processor.Named(Path.GetFileName(file.Path)));
            return;
        }
        var tab = TabReader.Read(file.Bytes);
        checks.Loading.Report(tab.Findings);
        MetadataCheck.Check(tab, checks.Loading);
        var builds = tab.Tbfs.Select(member => (Tbf: member, Processor: Processor.Named(member.Name))).ToList();
        bool isForBoard = builds.Exists(build => IsForBoard(build.Processor));
        foreach (var (member, processor) in builds)
        {
            // What installs apps leaves the others where one is for the board.
            var where = isForBoard && !IsForBoard(processor) ? null : options.Platform;
            VerifyTbf(member.Bytes, member.Name, checks.In(member.Name), where, processor);
        }
    }

    private bool IsForBoard(Processor? app) => app is null || options.Platform.Processor?.Runs(app) != false;

    /// <summary>Verifies each app where it lies, and their RAM as a kernel gives it out to one after another.</summary>
    private void VerifyMemory(string file, AppMemory memory, FileChecks checks)
    {
        options.Platform.CheckKernelProcessor(memory.Processor, checks.Loading);
        var unit = options.Platform.Unit ?? memory.Processor?.Unit;
        var start = options.Platform.FlashAddress ?? memory.Address;
        var loaded = new List<(string Name, ImageApp App)>();
        foreach (var app in memory.Apps)
        {
            var tbf = app.Found.Tbf;
            var address = tbf.IsLoadedToRam ? null : start + (ulong)app.Found.Offset;
            VerifyTbf(tbf.Bytes, app.Name, checks.In(app.Name), options.Platform with { Unit = unit, FlashAddress = (uint?)address, Ram = null }, null);
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
    /// <param name="where">Where it would be loaded; null: nowhere, for it is for another processor.</param>
    /// <param name="named">For which processor it is, by its name; null: not known.</param>
    private void VerifyTbf(ReadOnlyMemory<byte> bytes, string? member, FileChecks checks, Platform? where, Processor? named)
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
        if (member is null && TbfDescription.Behind(reading) is { } behind)
            checks.Loading.Report(Catalogue.BytesBehindTbf, behind);
        RepeatedElements.Check(reading, checks.Loading);
        var loading = RamAppCheck.Check(reading);
        checks.Loading.Report(loading, withPlace: false);
        if (!loading.IsEmpty)
            return;
        foreach (var hash in reading.Footers.Where(footer => footer.IsHash))
            checks.Did($"{hash.Format} of the first {reading.BinaryEndOffset} bytes is {Convert.ToHexStringLower(hash.Data.Span)}");
        if (options.Key is not null)
            CheckSignatures(reading, options.Key, checks);
        var ofElf = options.Elf is null ? null : CompareWithElf(reading, options.Elf, checks);
        if (where is null)
        {
            checks.Did($"no more: it is for {named!.Name}, the board has {options.Platform.Processor!.Name}");
            return;
        }
        where.CheckProcessor(ofElf ?? named, checks.Loading);
        var unit = where.Unit ?? ofElf?.Unit ?? (member is null ? null : named?.Unit);
        foreach (string check in (where with { Unit = unit }).Check(reading, checks.Loading))
            checks.Did(check);
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
    private Processor? CompareWithElf(TbfReading reading, string path, FileChecks checks) =>
        InputFile.Use(path, checks.Elf, (source, found) =>
        {
            var elf = ElfFile.Read(source, found);
            foreach (string difference in ElfCheck.Differences(elf, reading, options.Expected))
                checks.Elf.Report(Catalogue.ElfDiffers, difference);
            checks.Did($"bytes, entry point, relocations and header against {path}");
            return Processor.Of(elf);
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
