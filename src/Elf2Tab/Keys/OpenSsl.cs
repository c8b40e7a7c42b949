using System.Runtime.InteropServices;

namespace Elf2Tab.Keys;

/// <summary>
/// The runtime makes hashes and signatures with the system's OpenSSL and aborts the process when it finds none. So it is
/// looked for first, under the names under which the runtime looks.
/// </summary>
internal static class OpenSsl
{
    private static readonly string[] LibraryNames = ["libssl.so.3", "libssl.so.1.1", "libssl.so.1.0.2", "libssl.so.1.0.0", "libssl.so.10"];

    /// <summary>Whether hashes and signatures can be made.</summary>
    public static bool IsAvailable()
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
            return true; // part of the system
        string? version = Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE");
        return (version is not null && NativeLibrary.TryLoad($"libssl.so.{version}", out _))
            || LibraryNames.Any(name => NativeLibrary.TryLoad(name, out _));
    }
}
