using System.Security.Cryptography;
using Elf2Tab.Diagnostics;

namespace Elf2Tab.Tests;

public sealed class ProgramTests
{
    private static readonly Exception[] OfTheSystem =
    [
        new InsufficientMemoryException(), new IOException("Too many open files"), new CryptographicException("no random numbers"),
        new TypeInitializationException("any", new IOException("Cannot allocate memory")),
        new AggregateException(new AggregateException(new InsufficientMemoryException())),
        new TaskSchedulerException(new InsufficientMemoryException()),
    ];

    private static readonly Exception[] Ours =
    [
        new OverflowException(), new AggregateException(new InvalidOperationException()), new TypeInitializationException("any", null),
        new InvalidOperationException("an outer one", new InsufficientMemoryException()),
    ];

    [Fact]
    public void What_the_system_refuses_is_told_from_what_the_program_does_wrong()
    {
        Assert.All(OfTheSystem, exception => Assert.Equal(Catalogue.TooFewResources, Assert.Single(Told(exception)).Kind));
        Assert.All(Ours, exception => Assert.Equal(Catalogue.ProgramFault, Assert.Single(Told(exception)).Kind));
    }

    private static IReadOnlyList<Diagnostic> Told(Exception exception) => Program.Unforeseen(exception).Diagnostics;
}
