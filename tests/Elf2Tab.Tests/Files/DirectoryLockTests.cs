using Elf2Tab.Files;
using Tests.Shared;

namespace Elf2Tab.Tests.Files;

public sealed class DirectoryLockTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public DirectoryLockTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "directories are not locked here");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void One_has_it_at_a_time()
    {
        using (var first = Take())
        {
            using var second = Take();
            Assert.Equal((true, false), (first.IsHeld, first.IsBusy));
            Assert.Equal((false, true), (second.IsHeld, second.IsBusy));
        }
        using var third = Take();
        Assert.True(third.IsHeld);
    }

    [Fact]
    public async Task Whoever_waits_gets_it_when_it_is_free()
    {
        var first = Take();
        var second = Task.Run(() => DirectoryLock.Take(_directory.Path, TimeSpan.FromMinutes(1)), TestContext.Current.CancellationToken);
        first.Dispose();

        using var taken = await second;
        Assert.True(taken.IsHeld);
    }

    [Fact]
    public void It_leaves_no_file()
    {
        using var taken = Take();
        Assert.Empty(_directory.Names);
    }

    [Fact]
    public void What_cannot_be_opened_is_not_locked()
    {
        using var taken = DirectoryLock.Take(_directory["missing"], TimeSpan.Zero);
        Assert.Equal((false, false), (taken.IsHeld, taken.IsBusy));
    }

    private DirectoryLock Take() => DirectoryLock.Take(_directory.Path, TimeSpan.Zero);
}
