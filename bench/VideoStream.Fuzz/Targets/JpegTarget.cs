using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Fuzz.Targets;

/// <summary>A JPEG of a camera: the scanner, what finds the end of one that has no end marker, and the comment that is inserted.</summary>
internal sealed class JpegTarget : IFuzzTarget
{
    private static readonly FrameMetadata Metadata = new(1, DateTimeOffset.UnixEpoch, "gate", Live: true);

    private readonly JpegEndFinder _ends = new();

    /// <summary>
    /// What <see cref="JpegEndFinder"/> keeps of the largest JPEG: a bit for each coefficient. A small JPEG can claim to be a large one.
    /// </summary>
    public const int EndFinderBytes = JpegEndFinder.MaxComponents * SizeLimits.MaxSide * (SizeLimits.MaxSide / 8);

    public int BytesOnce => EndFinderBytes + (1024 * 1024);

    public int BytesForEach => 16;

    public void Run(ReadOnlySpan<byte> input)
    {
        var scanner = new JpegScanner();
        JpegScan scan = scanner.Advance(input);
        CheckPieces(input, scanner, scan);
        FuzzException.Unless(scanner.Length <= input.Length, "a JPEG ends within its bytes");
        FuzzException.Unless(JpegMetadata.Position(input) <= Math.Max(2, input.Length), "the place of the comment is within the JPEG");
        if (scan == JpegScan.Complete)
            CheckComplete(input[..scanner.Length], scanner);
        if (scanner.HasData && scanner.Excess is null && _ends.TryFind(input, out int end))
            FuzzException.Unless(end > 4 && end <= input.Length, "the end that is found is within the bytes");
    }

    public void Dispose()
    {
    }

    /// <summary>The result does not depend on how the bytes arrive.</summary>
    private static void CheckPieces(ReadOnlySpan<byte> input, JpegScanner expected, JpegScan scan)
    {
        var scanner = new JpegScanner();
        JpegScan last = scanner.Advance(default);
        int step = 1 + (input.Length / 16);
        for (int length = 0; last == JpegScan.Incomplete && length < input.Length;)
        {
            length = Math.Min(input.Length, length + step);
            last = scanner.Advance(input[..length]);
        }

        FuzzException.Unless(
            (last, scanner.Length, scanner.Size) == (scan, expected.Length, expected.Size), "a JPEG that arrives in pieces is the same");
    }

    private static void CheckComplete(ReadOnlySpan<byte> jpeg, JpegScanner scanner)
    {
        FuzzException.Unless(jpeg is [0xFF, 0xD8, .., 0xFF, 0xD9], "a whole JPEG has its start and its end");
        FuzzException.Unless(
            scanner.Size is { Width: > 0, Height: > 0 } && scanner.Excess is null, "a whole JPEG has a size that is allowed");
        Span<byte> segment = stackalloc byte[JpegMetadata.MaxLength];
        segment = segment[..JpegMetadata.Write(Metadata, segment)];
        int at = JpegMetadata.Position(jpeg);
        byte[] sent = [.. jpeg[..at], .. segment, .. jpeg[at..]];
        var again = new JpegScanner();
        FuzzException.Unless(
            again.Advance(sent) == JpegScan.Complete && again.Length == sent.Length && again.Size == scanner.Size,
            "a JPEG with a comment is whole");
    }
}
