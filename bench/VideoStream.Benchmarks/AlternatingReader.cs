using VideoStream.Cameras;
using VideoStream.Frames;

namespace VideoStream.Benchmarks;

/// <summary>A camera that sends two JPEGs in turns.</summary>
internal sealed class AlternatingReader : ICameraReader
{
    private readonly byte[][] _jpegs = [BenchmarkPictures.Jpeg(1280, 704, seed: 1), BenchmarkPictures.Jpeg(1280, 704, seed: 2)];

    public string? Open(CancellationToken cancellationToken) => null;

    public string? Grab(CancellationToken cancellationToken) => null;

    public bool Retrieve(FrameContent content, Capture capture)
    {
        byte[] jpeg = _jpegs[capture.Number % _jpegs.Length];
        var scanner = new JpegScanner();
        scanner.Advance(jpeg);
        content.Put(JpegBuffer.Copy(jpeg), scanner);
        return true;
    }

    public void Close()
    {
    }
}
