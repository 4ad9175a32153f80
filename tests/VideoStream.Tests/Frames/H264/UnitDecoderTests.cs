using VideoStream.Frames;
using VideoStream.Frames.H264;
using VideoStream.Tests.Encoding.H264;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames.H264;

/// <summary>Pixels of a camera's own video.</summary>
public sealed class UnitDecoderTests
{
    private static readonly PictureSize Size = new(320, 180);
    private static readonly List<byte[]> Units = CameraUnits.Encode(Size, 30, keyEvery: 10);

    private readonly CameraUnits _camera = new(Size);
    private readonly FramePool _pool = new();

    [Fact]
    public void Each_frame_is_decoded_when_it_is_asked_for_and_once()
    {
        for (int i = 0; i < Units.Count; i++)
        {
            long number = _camera.Add(Units[i]);
            AssertShows(i, number);
            AssertShows(i, number);
        }

        Assert.Equal(Units.Count, _camera.Decoder.Count);
    }

    [Fact]
    public void Nothing_is_decoded_that_nobody_asks_for()
    {
        for (int i = 0; i < 25; i++)
            _camera.Add(Units[i]);
        Assert.Equal(0, _camera.Decoder.Count);

        // From the key frame on, without those above the base.
        AssertShows(24, 25);
        Assert.InRange(_camera.Decoder.Count, 1, 5);
    }

    [Fact]
    public void A_frame_that_is_asked_for_late_shows_the_newest_decoded()
    {
        long first = _camera.Add(Units[0]), second = _camera.Add(Units[1]);
        AssertShows(1, second);
        AssertShows(1, first);
    }

    [Fact]
    public void After_a_loss_what_is_missing_is_made_up_and_the_next_key_frame_is_whole()
    {
        AssertShows(0, _camera.Add(Units[0]));
        // The base's next two are left out.
        long broken = _camera.Add(Units[8], followsLoss: true);
        PixelPlanes planes = _camera.Decoder.Decode(broken, _pool);
        Assert.Equal(Size, planes.Size);
        _pool.Return(planes);
        Assert.False(_camera.Video.IsWhole);
        AssertShows(10, _camera.Add(Units[10]));
        Assert.True(_camera.Video.IsWhole);
        Assert.Equal(0, _pool.Rented);
    }

    [Fact]
    public void Damaged_units_are_refused_and_the_next_key_frame_is_shown()
    {
        var random = new Random(1);
        for (int round = 0; round < 200; round++)
        {
            byte[] damaged = [.. Units[round % 9 + 1]];
            // The slice's data, not what the preparer reads.
            for (int i = 0; i < 20; i++)
                damaged[random.Next(12, damaged.Length)] = (byte)random.Next(256);
            _camera.Add(Units[0]);
            long number = _camera.Add(damaged);
            try
            {
                _pool.Return(_camera.Decoder.Decode(number, _pool));
            }
            catch (InvalidDataException)
            {
                // One that can't be noticed is shown.
            }
        }

        AssertShows(10, _camera.Add(Units[10]));
    }

    [Fact]
    public void A_stream_with_few_key_frames_can_be_decoded_at_any_time()
    {
        foreach (byte[] unit in CameraUnits.Encode(Size, 300, keyEvery: 1000))
        {
            _camera.Add(unit);
            _camera.Decoder.Follow();
        }

        Assert.False(_camera.Video.TryTakeUpTo(0, 300, []));
        AssertShows(299, 300);
        AssertShows(299, 300);
    }

    /// <summary>Those that come first of a second's frame are many, and old, at the same time.</summary>
    [Theory]
    [InlineData(1000)]
    [InlineData(700)]
    [InlineData(10_000)]
    public void A_slow_camera_with_few_key_frames_can_be_decoded_at_any_time(int interval)
    {
        var camera = new CameraUnits(Size) { Interval = interval };
        int number = 0;
        foreach (byte[] unit in CameraUnits.Encode(Size, 40, keyEvery: 1000))
        {
            Assert.Equal(++number, camera.Add(unit));
            camera.Decoder.Follow();
        }

        PixelPlanes planes = camera.Decoder.Decode(number, _pool);
        Assert.Equal(Size, planes.Size);
        _pool.Return(planes);
    }

    [Fact]
    public void Units_that_were_not_decoded_are_made_up_for_a_few_at_a_time()
    {
        long most = 0;
        foreach (byte[] unit in CameraUnits.Encode(Size, 300, keyEvery: 1000))
        {
            long before = _camera.Decoder.Count;
            _camera.Add(unit);
            _camera.Decoder.Follow();
            most = Math.Max(most, _camera.Decoder.Count - before);
        }

        Assert.Equal(2, most);
        long all = _camera.Decoder.Count;
        AssertShows(299, 300);
        Assert.Equal(all, _camera.Decoder.Count);
    }

    [Fact]
    public void A_camera_that_has_ended_has_no_pixels()
    {
        long number = _camera.Add(Units[0]);
        _camera.Video.Clear();
        Assert.Throws<UnitsGoneException>(() => _camera.Decoder.Decode(number, _pool));
        Assert.Equal(0, _pool.Rented);
    }

    private void AssertShows(int index, long number)
    {
        PixelPlanes planes = _camera.Decoder.Decode(number, _pool);
        byte[] samples = [.. Enumerable.Repeat<byte>(0, index * planes.Bytes.Length), .. planes.Bytes];
        Assert.InRange(EncodedVideo.Psnr(samples, Size, index), 28, 99);
        _pool.Return(planes);
    }
}
