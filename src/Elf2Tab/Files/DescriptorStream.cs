using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Elf2Tab.Files;

/// <summary>
/// Writes to what the caller has opened, from where it stands. The console of the runtime would prepare the terminal for reading
/// keys, and a <see cref="FileStream"/> would write at a position of its own, over what others write to the same open file.
/// </summary>
internal sealed class DescriptorStream : Stream
{
    private const short WaitForRoom = 4; // POLLOUT
    private const int GetFlags = 1; // F_GETFD
    private const int ClosedForPrograms = 1; // FD_CLOEXEC
    private const int BadDescriptor = 9; // EBADF
    private const int NoDescriptor = -1;

    private readonly SafeFileHandle _handle;
    private readonly bool _mayBreak;

    private DescriptorStream(int descriptor, bool mayBreak)
    {
        _handle = new SafeFileHandle(descriptor, ownsHandle: false);
        _mayBreak = mayBreak;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Checks that the caller has opened a stream. What the runtime opens first would have its number else.</summary>
    /// <param name="descriptor">Its number.</param>
    /// <exception cref="IOException">The caller has closed it.</exception>
    public static void CheckOpen(int descriptor)
    {
        if (!OperatingSystem.IsWindows() && !IsOpen(descriptor))
            throw UnixCalls.Failure(BadDescriptor);
    }

    /// <summary>Takes a stream that the caller has opened, which stays open.</summary>
    /// <param name="descriptor">Its number.</param>
    /// <exception cref="IOException">The caller has closed it.</exception>
    public static DescriptorStream Open(int descriptor) =>
        IsOpen(descriptor) ? new DescriptorStream(descriptor, mayBreak: false) : throw UnixCalls.Failure(BadDescriptor);

    /// <summary>
    /// Takes a stream to print to. That the caller has closed it matters when something is written to it, and fails then; a reader
    /// who goes away, as <c>head</c> does, has seen enough, and the work goes on.
    /// </summary>
    /// <param name="descriptor">Its number.</param>
    public static DescriptorStream OpenForPrinting(int descriptor) => new(IsOpen(descriptor) ? descriptor : NoDescriptor, mayBreak: true);

    /// <summary>Writes to a stream of the caller if that takes it, with as little as can be.</summary>
    public static void TryWrite(int descriptor, ReadOnlySpan<byte> bytes)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var handle = new SafeFileHandle(descriptor, ownsHandle: false);
        _ = UnixCalls.Write(handle, bytes, bytes.Length);
    }

    /// <summary>Whether a path stands for the standard output of the caller.</summary>
    public static bool IsStandardOutput(string? path) => path is not null && NumberOf(path) == 1;

    /// <summary>Whether an output is the standard output of the caller, named as by many programs. A file of that name is <c>./-</c>.</summary>
    public static bool IsDash(string path) => path == "-";

    /// <summary>Which stream of the caller a path stands for; null: none.</summary>
    public static int? NumberOf(string path)
    {
        if (IsDash(path))
            return 1;
        if (OperatingSystem.IsWindows())
            return null;
        ReadOnlySpan<string> names = ["/dev/stdin", "/dev/stdout", "/dev/stderr"];
        if (names.IndexOf(path) is >= 0 and var standard)
            return standard;
        int slash = path.LastIndexOf('/') + 1;
        return path.AsSpan(0, slash) is "/dev/fd/" or "/proc/self/fd/" || path.AsSpan(0, slash).SequenceEqual(OwnDirectory)
            ? int.TryParse(path.AsSpan(slash), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null
            : null;
    }

    /// <summary>Columns of a terminal that the caller has opened; 0: it is none, or does not say. Linux only.</summary>
    /// <param name="descriptor">The number of the stream.</param>
    public static int ColumnsOf(int descriptor)
    {
        const int GetWindowSize = 0x5413; // TIOCGWINSZ
        return UnixCalls.Control(descriptor, GetWindowSize, out var size) == 0 ? size.Columns : 0;
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            nint count = UnixCalls.Write(_handle, buffer, buffer.Length);
            if (count >= 0)
                buffer = buffer[(int)count..];
            else if (!GoesOn(Marshal.GetLastPInvokeError()))
                return;
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is kept back.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>
    /// Whether the caller has opened it. What the runtime has opened for itself is closed when a program is started: the caller cannot
    /// have handed it over.
    /// </summary>
    private static bool IsOpen(int descriptor) => UnixCalls.Control(descriptor, GetFlags) is >= 0 and var flags && (flags & ClosedForPrograms) == 0;

    private static string OwnDirectory { get; } = $"/proc/{Environment.ProcessId}/fd/";

    /// <summary>Whether to write again after an error.</summary>
    private bool GoesOn(int error)
    {
        if (error == UnixCalls.BrokenPipe && _mayBreak)
            return false;
        if (error == UnixCalls.WouldBlock)
        {
            // The caller has opened it so that a writer does not wait. This one has nothing else to do.
            var entry = new UnixCalls.PollEntry { Descriptor = (int)_handle.DangerousGetHandle(), Events = WaitForRoom };
            _ = UnixCalls.Poll(ref entry, 1, -1);
            return true;
        }
        return error == UnixCalls.Interrupted ? true : throw UnixCalls.Failure(error);
    }
}
