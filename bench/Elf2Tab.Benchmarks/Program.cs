using BenchmarkDotNet.Running;

namespace Elf2Tab.Benchmarks;

/// <summary><c>dotnet run -c Release --project bench/Elf2Tab.Benchmarks -- --filter '*'</c> runs all benchmarks.</summary>
internal static class Program
{
    private static void Main(string[] arguments) => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments);
}
