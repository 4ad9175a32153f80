using VideoStream.Frames;
using VideoStream.Frames.H264;
using VideoStream.Tests.Encoding.H264;

namespace VideoStream.Tests.Support;

/// <summary>Publishes access units as a camera that sends H.264 does.</summary>
internal sealed class CameraUnits(PictureSize size)
{
    private readonly UnitPreparer _preparer = new();
    private long _number;

    public CameraVideo Video { get; } = new("main", frequency: 1000);

    public UnitDecoder Decoder => field ??= new UnitDecoder(Video);

    /// <summary>Milliseconds between two frames.</summary>
    public int Interval { get; init; } = 40;

    /// <summary>Encodes pictures, with a key frame at each multiple.</summary>
    public static List<byte[]> Encode(PictureSize size, int count, int keyEvery) =>
        [.. EncodedVideo.Encode(size, 1000, count, i => i % keyEvery == 0).Select(unit => unit.Bytes)];

    /// <summary>Publishes the next frame, <see cref="Interval"/> after the one before.</summary>
    /// <returns>Its number.</returns>
    public long Add(byte[] unit, bool followsLoss = false)
    {
        PooledBuffer? prepared = _preparer.TryPrepare(unit, followsLoss, out H264UnitKind kind);
        Assert.NotNull(prepared);
        Assert.Equal(size, _preparer.Stream!.Format.Size);
        var payload = new H264Payload(prepared, _preparer.Stream, kind, Decoder);
        _number++;
        Video.Add(payload, new FrameStamp(_number, Interval * _number), DateTimeOffset.UnixEpoch);
        payload.Free();
        return _number;
    }
}
