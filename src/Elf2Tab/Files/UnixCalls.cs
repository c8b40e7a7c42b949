using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Elf2Tab.Files;

/// <summary>
/// Calls of Unix for which the runtime has no methods. Each leaves its error number to <see cref="Marshal.GetLastPInvokeError"/>.
/// </summary>
internal static partial class UnixCalls
{
    public const int Interrupted = 4; // EINTR
    public const int BrokenPipe = 32; // EPIPE

    private const int PermissionDenied = 13; // EACCES

    /// <summary>EAGAIN: it would have to wait.</summary>
    public static int WouldBlock { get; } = OperatingSystem.IsMacOS() ? 35 : 11;

    /// <summary>The exception by which the runtime tells of an error.</summary>
    public static Exception Failure(int error) => error == PermissionDenied
        ? new UnauthorizedAccessException(Marshal.GetPInvokeErrorMessage(error))
        : new IOException(Marshal.GetPInvokeErrorMessage(error), error);

    /// <summary>Opens for reading; other than the runtime, a directory as well.</summary>
    public static SafeFileHandle Open(string path) => new(Open(path, 0), ownsHandle: true);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(ref PollEntry entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rename(string from, string to);

    /// <summary>Linux only.</summary>
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Status(int directory, string path, int flags, uint mask, out StatusBuffer status);

    /// <summary>Linux only, where arguments of a function that takes any number are handed over as others are.</summary>
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(int descriptor, nuint request, out WindowSize size);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    /// <summary>struct winsize.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short ReturnedEvents;
    }

    /// <summary>struct statx, which is the same on all processors, as far as it is used.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct StatusBuffer
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(40)]
        public ulong Size;
    }
}
