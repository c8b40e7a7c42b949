using TabFormat.Reading;
using TabFormat.Tab;
using TabFormat.Tbf;

namespace TabFormat.Tests;

/// <summary>The sample of the library's README, word for word: <see cref="ReadmeTests"/> compares and runs it.</summary>
internal static class ReadmeSample
{
    public static void Run()
    {
        // An app of 16 bytes that starts at its first byte.
        var app = new TbfApp
        {
            PackageName = "blink",
            MinimumRamSize = 4096,
            KernelVersion = new KernelVersionElement(2, 1),
        };
        byte[] code = new byte[16];
        var tbf = TbfObject.Make(
            app,
            binary: [new BinaryPart(0, code)],
            credentials: [new HashCredential(CredentialFormat.Sha256)],
            padding: PaddingRule.PowerOfTwo);
        byte[] bytes = TbfWriter.Write(tbf);

        // A bundle with that app for one architecture.
        var metadata = new TabMetadata("blink", MinimumKernelVersion: "2.1", OnlyForBoards: null, BuildDate: null);
        byte[] tab = TabWriter.Write(metadata, [new TabMember("cortex-m4.tbf", bytes)]);

        // Reading never throws because of what a file holds; Findings says which rules it breaks.
        foreach (var member in TabReader.Read(tab).Tbfs)
        {
            var reading = TbfReader.Read(member.Bytes);
            Console.WriteLine($"{member.Name}: {reading.PackageName}, {reading.TotalSize} bytes, {reading.Findings.Length} findings");

            // What was read can be changed, laid out anew and written again; hashes are worked out anew as well.
            var read = reading.ToObject();
            var renamed = TbfObject.Make(read.App with { PackageName = "blink the LED" }, read.Binary, read.Credentials);
            Console.WriteLine($"{TbfReader.Read(TbfWriter.Write(renamed)).PackageName}, {renamed.TotalSize} bytes");
        }
    }
}
