using CsCheck;

namespace VideoStream.Tests.Support;

/// <summary>What can become of the bytes of a good stream.</summary>
internal static class Mutations
{
    /// <summary>The lengths of the pieces in which the bytes arrive, for <see cref="ChoppedStream"/>.</summary>
    public static Gen<int[]> Cuts { get; } = Gen.OneOf(Gen.Int[1, 20], Gen.Int[1, 3000], Gen.Const(100_000)).Array[1, 12];

    /// <summary>Bytes are replaced, left out, inserted, or there twice.</summary>
    public static Gen<Func<byte[], byte[]>> Any { get; } = Gen.Select(
        Gen.Int[0, 3], Gen.Double[0, 1], Gen.OneOf(Gen.Int[1, 4], Gen.Int[1, 3000]), Gen.Byte.Array[1, 300],
        (kind, place, length, bytes) =>
            (Func<byte[], byte[]>)(stream => Change(stream, kind, (int)(place * stream.Length), length, bytes)));

    /// <summary>One of these words.</summary>
    public static Gen<string> Word(params string[] words) => Gen.Int[0, words.Length - 1].Select(index => words[index]);

    private static byte[] Change(byte[] stream, int kind, int at, int length, byte[] bytes)
    {
        int end = Math.Min(stream.Length, at + length);
        return kind switch
        {
            0 => [.. stream[..at], .. bytes[..Math.Min(bytes.Length, end - at)], .. stream[Math.Min(end, at + bytes.Length)..]],
            1 => [.. stream[..at], .. stream[end..]],
            2 => [.. stream[..at], .. bytes, .. stream[at..]],
            _ => [.. stream[..end], .. stream[at..]],
        };
    }
}
