using VideoStream.Frames;
using VideoStream.Frames.H264;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames.H264;

/// <summary>Decoding ahead, beside the thread that captures.</summary>
public sealed class UnitFollowerTests
{
    private static readonly PictureSize Size = new(320, 180);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly CameraUnits _camera = new(Size);
    private readonly UnitFollower _follower;

    public UnitFollowerTests()
    {
        _follower = new UnitFollower(_camera.Decoder);
    }

    [Fact]
    public void The_frames_of_a_stream_with_few_key_frames_can_be_decoded_at_any_time()
    {
        long number = 0;
        foreach (byte[] unit in CameraUnits.Encode(Size, 300, keyEvery: 1000))
        {
            long before = _camera.Decoder.Count;
            number = _camera.Add(unit);
            _follower.OnUnit();
            if (_camera.Decoder.MustFollow)
                Assert.True(SpinWait.SpinUntil(() => _camera.Decoder.Count > before, Timeout), $"frame {number} is not decoded");
        }

        using var pool = new FramePool();
        PixelPlanes planes = _camera.Decoder.Decode(number, pool);
        Assert.Equal(Size, planes.Size);
        pool.Return(planes);
    }

    [Fact]
    public void Others_are_not_decoded()
    {
        foreach (byte[] unit in CameraUnits.Encode(Size, 30, keyEvery: 10))
        {
            _camera.Add(unit);
            _follower.OnUnit();
        }

        // What a follower would have begun takes the decoder's turn before this.
        using var pool = new FramePool();
        pool.Return(_camera.Decoder.Decode(30, pool));
        Assert.InRange(_camera.Decoder.Count, 1, 10);
    }
}
