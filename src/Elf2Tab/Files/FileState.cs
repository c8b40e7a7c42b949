using System.Runtime.InteropServices;

namespace Elf2Tab.Files;

/// <summary>What a path leads to.</summary>
public enum FileType
{
    /// <summary>Nothing is there.</summary>
    None,

    /// <summary>A file with contents, which can be replaced.</summary>
    Regular,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A device, pipe or socket: something that is written to, never replaced.</summary>
    Device,
}

/// <summary>What is at a path, links followed.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Mode">Who may do what with it; null: the system has no such thing, or nothing is there.</param>
/// <param name="Length">Bytes in it; 0: it is no regular file, or one that the kernel makes up while it is read.</param>
internal sealed record FileState(FileType Type, UnixFileMode? Mode = null, long Length = 0)
{
    private const int WorkingDirectory = -100; // AT_FDCWD
    private const uint Asked = 0x203; // STATX_TYPE | STATX_MODE | STATX_SIZE
    private const int TypeBits = 0xF000;
    private const int RegularBits = 0x8000;
    private const int DirectoryBits = 0x4000;
    private const int NoSuchFile = 2; // ENOENT
    private const int NotDirectory = 20; // ENOTDIR

    private static readonly FileState Nothing = new(FileType.None);

    /// <summary>Looks at a path.</summary>
    /// <exception cref="IOException">It cannot be told.</exception>
    /// <exception cref="UnauthorizedAccessException">A directory on the way may not be searched.</exception>
    public static FileState Of(string path) => OperatingSystem.IsLinux() ? OnLinux(path) : Elsewhere(path);

    private static FileState OnLinux(string path)
    {
        if (UnixCalls.Status(WorkingDirectory, path, 0, Asked, out var status) < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            return error is NoSuchFile or NotDirectory ? Nothing : throw UnixCalls.Failure(error);
        }
        var type = (status.Mode & TypeBits) switch
        {
            RegularBits => FileType.Regular,
            DirectoryBits => FileType.Directory,
            _ => FileType.Device,
        };
        return new FileState(type, (UnixFileMode)(status.Mode & ~TypeBits), type == FileType.Regular ? (long)status.Size : 0);
    }

    /// <summary>As far as the runtime tells: a device lies in /dev, and a pipe has no position.</summary>
    private static FileState Elsewhere(string path)
    {
        if (Directory.Exists(path))
            return new FileState(FileType.Directory);
        if (!File.Exists(path))
            return Nothing;
        long length = new FileInfo(path).Length;
        if (OperatingSystem.IsWindows())
            return new FileState(FileType.Regular, Length: length);
        bool isDevice = path.StartsWith("/dev/", StringComparison.Ordinal) || (length == 0 && IsPipe(path));
        return new FileState(isDevice ? FileType.Device : FileType.Regular, File.GetUnixFileMode(path), length);
    }

    private static bool IsPipe(string path)
    {
        try
        {
            // Opened for both, a pipe does not wait for its other end.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            return !stream.CanSeek;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
