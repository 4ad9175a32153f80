using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Passed;
using VideoStream.Frames;
using VideoStream.Frames.H264;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Passed;

/// <summary>When a camera's own H.264 is given up, because the library can't decode it.</summary>
public sealed class PassedVideoReaderTests
{
    private static readonly PictureSize Size = new(320, 180);

    private readonly Units _units = new();
    private readonly FramePool _pool = new();
    private readonly DecodeState _decodes = new();
    private readonly PassedVideoReader _reader;

    public PassedVideoReaderTests()
    {
        _reader = new PassedVideoReader(
            null, () => new Film(), () => throw new InvalidOperationException("it decodes nothing"), TimeProvider.System);
        Assert.True(_reader.Open(CancellationToken.None).IsOk);
    }

    [Fact]
    public void Video_of_which_no_picture_comes_is_given_up()
    {
        Read();
        // Somebody joins, for whom all since the key frame are tried: one picture that failed.
        _units.Count = 20;
        Read();
        Assert.Equal("the camera has H.264 that OpenH264 can't decode", _reader.VideoProblem);
    }

    [Fact]
    public void Damage_is_no_reason_to_give_up_what_has_been_decoded()
    {
        Read();
        (_units.Count, _units.Pictures) = (1, 1);
        Read();
        _units.Count = 30;
        Read();
        Assert.Null(_reader.VideoProblem);
    }

    [Fact]
    public void Two_that_can_not_be_decoded_are_too_few()
    {
        Read();
        _units.Count = 2;
        Read();
        Assert.Null(_reader.VideoProblem);
    }

    [Fact]
    public void A_camera_that_is_silent_may_send_a_key_frame_when_it_goes_on()
    {
        var time = new FakeTimeProvider();
        var reader = new PassedVideoReader(
            null, () => new Silence(time), () => throw new InvalidOperationException("it decodes nothing"), time);
        Assert.True(reader.Open(CancellationToken.None).IsOk);
        Assert.Equal(CameraFaultKind.StalledTooLong, reader.Grab(CancellationToken.None).Fault!.Kind);
        Assert.Null(reader.VideoProblem);
    }

    private void Read()
    {
        Assert.True(_reader.Grab(CancellationToken.None).IsOk);
        var content = new FrameContent(_pool, default, _decodes, _units);
        Assert.True(_reader.Retrieve(content, default));
        content.Free();
    }

    /// <summary>A decoder that has tried so much.</summary>
    private sealed class Units : IUnitDecoder
    {
        public long Count { get; set; }

        public long Pictures { get; set; }

        public PixelPlanes Decode(long number, FramePool pool) => throw new InvalidDataException("it decodes nothing");
    }

    /// <summary>A camera of which nothing comes for ten seconds.</summary>
    private sealed class Silence(FakeTimeProvider time) : IPassedVideo
    {
        public ReadOnlySpan<byte> Unit => [];

        public bool FollowsLoss => false;

        public string? Unsupported => null;

        public PassedOpenResult Open(CancellationToken cancellationToken) => PassedOpenResult.Ok;

        public SourceResult Read(CancellationToken cancellationToken)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return new CameraFault(CameraFaultKind.StalledTooLong);
        }

        public void Dispose()
        {
        }
    }

    /// <summary>Frames of one group of pictures.</summary>
    private sealed class Film : IPassedVideo
    {
        private readonly List<byte[]> _units = CameraUnits.Encode(Size, 5, keyEvery: 10);
        private int _next;

        public ReadOnlySpan<byte> Unit => _units[_next - 1];

        public bool FollowsLoss => false;

        public string? Unsupported => null;

        public PassedOpenResult Open(CancellationToken cancellationToken) => PassedOpenResult.Ok;

        public SourceResult Read(CancellationToken cancellationToken)
        {
            _next++;
            return SourceResult.Ok;
        }

        public void Dispose()
        {
        }
    }
}
