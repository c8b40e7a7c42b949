using Fuzz.Targets;
using SharpFuzz;

namespace Fuzz;

/// <summary>The program that afl-fuzz runs.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        string directory = Directory.CreateTempSubdirectory("elf2tab-fuzz-").FullName;
        try
        {
            return Run(arguments, directory);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static int Run(string[] arguments, string directory)
    {
        switch (arguments)
        {
            case ["seeds", var name, var seeds]:
                foreach (var (index, seed) in FuzzTarget.Named(name).Seeds().Index())
                    File.WriteAllBytes(Path.Combine(seeds, $"{index:000}"), seed);
                return 0;
            case ["run", var name, .. var files]:
                foreach (string file in files)
                {
                    bool isAccepted = FuzzTarget.Named(name).Run(File.ReadAllBytes(file), directory);
                    Console.WriteLine($"{file}: {(isAccepted ? "accepted" : "refused")}");
                }
                return 0;
            case [var name] when FuzzTarget.All.Any(target => target.Name == name):
                var chosen = FuzzTarget.Named(name);
                Fuzzer.Run(stream => chosen.Run(ReadWhole(stream), directory));
                return 0;
            default:
                string names = string.Join(", ", FuzzTarget.All.Select(target => target.Name));
                Console.Error.WriteLine($"usage: Fuzz TARGET | seeds TARGET DIRECTORY | run TARGET FILE...; targets are {names}");
                return 2;
        }
    }

    private static byte[] ReadWhole(Stream stream)
    {
        using var whole = new MemoryStream();
        stream.CopyTo(whole);
        return whole.ToArray();
    }
}
