using VideoStream.Cameras.Sources.Http;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Fuzz.Targets;

/// <summary>
/// The stream of a camera. The first byte of the input chooses the boundary that was announced, the second in pieces of how many bytes the
/// stream arrives.
/// </summary>
internal sealed class MultipartTarget : IFuzzTarget
{
    private static readonly string?[] Boundaries = ["frame", null, "--frame", "\"frame\"", "x"];
    private static readonly int[] Pieces = [1, 2, 7, 100, 4096, int.MaxValue];

    public int BytesOnce => JpegTarget.EndFinderBytes + (4 * 1024 * 1024);

    public int BytesForEach => 64;

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.Length < 2)
            return;
        byte[] bytes = input[2..].ToArray();
        using var stream = new PiecewiseStream(bytes, Pieces[input[1] % Pieces.Length]);
        string? boundary = Boundaries[input[0] % Boundaries.Length];
        using var frames = new MultipartJpegReader(new JpegReceiver(stream), boundary, "http://camera");
        // Each turn consumes something.
        for (int turns = 0; turns <= bytes.Length + 1; turns++)
        {
            if (frames.ReadNext() is { IsOk: false } ended)
            {
                FuzzException.UnlessReason(ended.Fault.Text);
                return;
            }

            CheckFrame(frames);
        }

        throw new FuzzException("the stream is never at its end");
    }

    public void Dispose()
    {
    }

    private static void CheckFrame(MultipartJpegReader frames)
    {
        if (!frames.TryDetachFrame(out PooledBuffer? frame))
        {
            FuzzException.UnlessReason(frames.Damage ?? "");
            return;
        }

        var scanner = new JpegScanner();
        bool isWhole = scanner.Advance(frame.Bytes.Span) == JpegScan.Complete && scanner.Length == frame.Bytes.Length;
        frame.Release();
        FuzzException.Unless(isWhole, "a frame is one whole JPEG");
    }
}
