using System.Security.Cryptography;
using Elf2Tab.Diagnostics;
using Elf2Tab.Keys;

namespace Fuzz.Targets;

/// <summary>Files with keys.</summary>
internal static class KeyTargets
{
    /// <summary>Reads a private key as either kind; whether it is one.</summary>
    public static bool Private(byte[] file, string directory)
    {
        bool isEcdsa = Reads(file, diagnostics => PrivateKeyFile.ReadEcdsaNistP256(file, TestFiles.Password, diagnostics));
        bool isRsa = Reads(file, diagnostics => PrivateKeyFile.ReadRsa4096(file, TestFiles.Password, diagnostics));
        bool isPlain = Reads(file, diagnostics => PrivateKeyFile.ReadEcdsaNistP256(file, null, diagnostics));
        return isEcdsa || isRsa || isPlain;
    }

    /// <summary>Reads a public key and checks a signature with it; whether it is a key.</summary>
    public static bool Public(byte[] file, string directory)
    {
        var diagnostics = new DiagnosticSink("key");
        try
        {
            var credential = Memory.Count(file.Length, () => PublicKeyFile.Read(file, diagnostics));
            WrongOutcomeException.Unless(!credential.Verify([], new byte[credential.Size]), "zeros are no signature");
            return true;
        }
        catch (InputException)
        {
            WrongOutcomeException.Unless(diagnostics.HasErrors, "refused without an error");
            return false;
        }
    }

    private static bool Reads(byte[] file, Func<DiagnosticSink, AsymmetricAlgorithm> read)
    {
        var diagnostics = new DiagnosticSink("key");
        try
        {
            using var key = Memory.Count(file.Length, () => read(diagnostics));
            return true;
        }
        catch (InputException)
        {
            WrongOutcomeException.Unless(diagnostics.HasErrors, "refused without an error");
            return false;
        }
    }
}
