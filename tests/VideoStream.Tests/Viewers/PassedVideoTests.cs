using System.Numerics;
using VideoStream.Configuration;
using VideoStream.Tests.Support;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Viewers;

/// <summary>A camera of 30 frames a second whose video is measured, and varies.</summary>
public sealed class PassedVideoTests : IAsyncDisposable
{
    private static readonly ViewerSettings Settings = ViewerSettings.Defaults(new VideoStreamOptions());

    private readonly PassedRig _passed = new();

    public PassedVideoTests()
    {
        for (int i = 0; i < 4 * PassedRig.KeyEvery; i++)
            _passed.Capture();
    }

    private int Measured => _passed.Rig.Camera.Video.Kilobits;

    public ValueTask DisposeAsync() => _passed.DisposeAsync();

    [Fact]
    public void A_video_that_is_a_little_too_fast_to_begin_with_is_passed_on_where_it_is_passed()
    {
        Assert.Equal(30, _passed.Rig.Camera.Video.FrameRate, 0.1);
        Assert.NotNull(Kilobits(rate: 26, before: null));
        Assert.Null(Kilobits(rate: 24, before: null));
        Assert.NotNull(Kilobits(rate: 24, before: 0));
        Assert.Null(Kilobits(rate: 22, before: 0));
    }

    [Fact]
    public void A_bitrate_near_that_which_stood_for_it_changes_nothing()
    {
        int rounded = (int)BitOperations.RoundUpToPowerOf2((uint)Measured);
        Assert.Equal(rounded, Kilobits(rate: 30, before: null));
        Assert.Equal(rounded, Kilobits(rate: 30, before: Measured / 2));
        Assert.Equal(rounded, Kilobits(rate: 30, before: Measured * 3));
        int less = (int)(Measured / 1.05);
        Assert.Equal(less, Kilobits(rate: 30, before: less));
        Assert.Equal(2 * Measured, Kilobits(rate: 30, before: 2 * Measured));
    }

    private int? Kilobits(double rate, int? before) => PassedVideo.Kilobits(_passed.Rig.Camera, Settings, rate, before);
}
