using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Benchmarks;

/// <summary>A camera that alternates between two JPEGs.</summary>
internal sealed class AlternatingReader : ICameraReader
{
    private readonly byte[][] _jpegs = [BenchmarkFrames.Jpeg(1280, 704, seed: 1), BenchmarkFrames.Jpeg(1280, 704, seed: 2)];

    public SourceResult Open(CancellationToken cancellationToken) => SourceResult.Ok;

    public SourceResult Grab(CancellationToken cancellationToken) => SourceResult.Ok;

    public bool Retrieve(FrameContent content, CaptureStamp stamp)
    {
        byte[] jpeg = _jpegs[stamp.Number % _jpegs.Length];
        var scanner = new JpegScanner();
        scanner.Advance(jpeg);
        content.Put(new JpegPayload(PooledBuffer.Copy(jpeg), scanner));
        return true;
    }

    public void Close()
    {
    }
}
