using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Frames;
using VideoStream.Frames.H264;

namespace VideoStream.Tests.Support;

/// <summary>A camera that sends H.264: the same units again and again.</summary>
/// <param name="units">The units, of which the first is a key frame.</param>
internal sealed class UnitReader(IReadOnlyList<byte[]> units) : ICameraReader
{
    private readonly UnitPreparer _preparer = new();
    private int _next;

    public SourceResult Open(CancellationToken cancellationToken) => SourceResult.Ok;

    public SourceResult Grab(CancellationToken cancellationToken) => SourceResult.Ok;

    public bool Retrieve(FrameContent content, CaptureStamp stamp)
    {
        PooledBuffer? unit = _preparer.TryPrepare(units[_next++ % units.Count], followsLoss: false, out H264UnitKind kind);
        Assert.NotNull(unit);
        content.Put(new H264Payload(unit, _preparer.Stream!, kind, content.Units));
        return true;
    }

    public void Close()
    {
    }
}
