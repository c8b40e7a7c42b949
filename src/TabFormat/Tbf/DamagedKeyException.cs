using System.Security.Cryptography;

namespace TabFormat.Tbf;

/// <summary>
/// A key has made no signature that its public part verifies. Libraries read such keys: their numbers fit one another, and yet are wrong.
/// </summary>
/// <param name="inner">What the system says of it; null: it has made a signature, a wrong one.</param>
public sealed class DamagedKeyException(Exception? inner) : CryptographicException("the key makes no valid signatures", inner);
