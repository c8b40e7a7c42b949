namespace Fuzz.Tests.Mutation;

/// <summary>What a mutator has to know of a kind of file.</summary>
/// <param name="Read">Finds the numbers in a file.</param>
/// <param name="Change">A change that only this format knows; may return a larger file.</param>
/// <param name="Repair">Makes checksums right again, which would hide what lies behind.</param>
internal sealed record FileFormat(Func<byte[], Structure> Read, Func<Random, byte[], byte[]> Change, Action<byte[]> Repair);
