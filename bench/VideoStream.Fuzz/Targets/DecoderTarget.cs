using VideoStream.Frames;
using VideoStream.Frames.Jpeg;
using VideoStream.Hosting;

namespace VideoStream.Fuzz.Targets;

/// <summary>
/// A camera's JPEG in the native libraries: decoded in every size, turned every way, and encoded again. It gets what the scanner lets
/// through, as a camera's does.
/// </summary>
internal sealed class DecoderTarget : IFuzzTarget
{
    // Larger ones only take longer.
    private const int MaxPixels = 512 * 512;

    private static readonly int[] Turns = [0, 90, 180, 270];

    private readonly FramePool _pool = new();
    private readonly IJpegCompressor _compressor;

    public DecoderTarget()
    {
        if (!NativeLibraries.TryPrepare(out string? problem))
            throw new InvalidOperationException(problem);
        _compressor = TurboJpeg.IsAvailable ? new JpegCompressor() : new OpenCvCompressor();
    }

    /// <summary>Each turned JPEG is a copy.</summary>
    public int BytesForEach => 64;

    public void Run(ReadOnlySpan<byte> input)
    {
        var scanner = new JpegScanner();
        if (scanner.Advance(input) != JpegScan.Complete || scanner.Size.Width * scanner.Size.Height > MaxPixels)
            return;
        var payload = new JpegPayload(PooledBuffer.Copy(input[..scanner.Length]), scanner);
        for (int divisor = 1; divisor <= 8; divisor *= 2)
            CheckDecode(payload, new PictureSize(scanner.Size.Width / divisor, scanner.Size.Height / divisor));
        foreach (int degrees in Turns)
        {
            CheckTurn(payload, scanner, new Orientation(degrees, FlipHorizontal: false, FlipVertical: false));
            CheckTurn(payload, scanner, new Orientation(degrees, FlipHorizontal: true, FlipVertical: false));
        }

        payload.Free();
        FuzzException.Unless(_pool.Rented == 0, "all memory of the pool is returned");
    }

    public void Dispose()
    {
        _compressor.Dispose();
        _pool.Dispose();
    }

    private void CheckDecode(JpegPayload payload, PictureSize wanted)
    {
        PixelPlanes planes;
        try
        {
            planes = payload.Decode(_pool, wanted);
        }
        catch (InvalidDataException e)
        {
            FuzzException.UnlessReason(e.Message);
            return;
        }

        FuzzException.Unless(
            planes.Size == payload.Size || planes.Size == JpegDecoder.Scaled(payload.Size, wanted), "a size is whole or the one needed");
        _compressor.Compress(planes, 80);
        CheckWhole(_compressor.Jpeg, planes.Size);
        _pool.Return(planes);
    }

    private static void CheckTurn(JpegPayload payload, JpegScanner scanner, Orientation by)
    {
        using EncodedPayload.Reading reading = payload.Read();
        if (JpegTurner.TryTurn(reading.Bytes, by) is not { } turned)
            return;
        FuzzException.Unless(JpegTurner.CanTurn(scanner.Size, scanner.Unit, by), "only whole blocks are turned");
        CheckWhole(turned.Bytes.Span, by.Turn(payload.Size));
        turned.Release();
    }

    private static void CheckWhole(ReadOnlySpan<byte> jpeg, PictureSize size)
    {
        var scanner = new JpegScanner();
        FuzzException.Unless(
            scanner.Advance(jpeg) == JpegScan.Complete && scanner.Length == jpeg.Length && scanner.Size == size,
            "what is made of a JPEG is a whole one of its size");
    }
}
