using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Elf2Tab.Files;

/// <summary>
/// The right to write to a directory, which one run has at a time: so the outputs of two runs do not mix, and temporary files that
/// one finds are those of runs that were killed. It is a lock of the system on the directory itself, so that no file stays, and ends
/// with the process, whatever ends that. Where the system or the file system has none, nothing is locked.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    private const int Exclusively = 2 | 4; // LOCK_EX | LOCK_NB

    /// <summary>No run writes to a directory for so long without a change of the directory itself: it is another program's lock.</summary>
    public static readonly TimeSpan LongestWork = TimeSpan.FromSeconds(10);

    /// <summary>However much changes.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly SafeFileHandle? _handle;

    private DirectoryLock(SafeFileHandle? handle, bool isHeld, bool isBusy)
    {
        _handle = handle;
        IsHeld = isHeld;
        IsBusy = isBusy;
    }

    /// <summary>Whether no other run writes to the directory.</summary>
    public bool IsHeld { get; }

    /// <summary>Whether another program keeps the directory locked.</summary>
    public bool IsBusy { get; }

    /// <summary>Waits for other runs, and no longer than <paramref name="patience"/> for what is none.</summary>
    public static DirectoryLock Take(string directory, TimeSpan patience)
    {
        if (OperatingSystem.IsWindows())
            return new DirectoryLock(null, isHeld: false, isBusy: false);
        var handle = UnixCalls.Open(directory);
        var (whole, still) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        var changed = default(DateTime);
        while (true)
        {
            if (!handle.IsInvalid && UnixCalls.Lock(handle, Exclusively) == 0)
                return new DirectoryLock(handle, isHeld: true, isBusy: false);
            bool isBusy = !handle.IsInvalid && Marshal.GetLastPInvokeError() == UnixCalls.WouldBlock;
            if (isBusy && Directory.GetLastWriteTimeUtc(directory) is var now && now != changed)
            {
                changed = now;
                still.Restart();
            }
            if (!isBusy || still.Elapsed > patience || whole.Elapsed > LongestWait)
            {
                handle.Dispose();
                return new DirectoryLock(null, isHeld: false, isBusy);
            }
            Thread.Sleep(1);
        }
    }

    /// <summary>Lets the next run write.</summary>
    public void Dispose() => _handle?.Dispose();
}
