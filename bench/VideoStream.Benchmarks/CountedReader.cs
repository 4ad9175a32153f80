using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Frames;

namespace VideoStream.Benchmarks;

/// <summary>A camera that alternates between two JPEGs, and counts what is done with them.</summary>
internal sealed class CountedReader(PictureSize size) : ICameraReader
{
    private readonly byte[][] _jpegs =
        [BenchmarkFrames.Jpeg(size.Width, size.Height, seed: 1), BenchmarkFrames.Jpeg(size.Width, size.Height, seed: 2)];

    public PayloadCounter Counter { get; } = new();

    public SourceResult Open(CancellationToken cancellationToken) => SourceResult.Ok;

    public SourceResult Grab(CancellationToken cancellationToken) => SourceResult.Ok;

    public bool Retrieve(FrameContent content, CaptureStamp stamp)
    {
        content.Put(new CountedPayload(_jpegs[stamp.Number % _jpegs.Length], size, Counter));
        return true;
    }

    public void Close()
    {
    }
}
