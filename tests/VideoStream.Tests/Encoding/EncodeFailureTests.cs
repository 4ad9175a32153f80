using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

/// <summary>Frames that can not be encoded: what is logged, and that the next one is served.</summary>
public sealed class EncodeFailureTests : IAsyncDisposable
{
    /// <summary>More than a JPEG can have.</summary>
    private static readonly PictureSize TooWide = new(70_000, 16);

    private readonly CameraRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_frame_that_can_not_be_encoded_is_logged_and_the_next_one_served()
    {
        using TestViewer viewer = _rig.Watch();
        Assert.Null(viewer.TryTake());
        _rig.Reader.Size = TooWide;
        _rig.Publish();

        var (level, message) = await _rig.Log.NextAsync();
        Assert.Equal("Warning", level.ToString());
        Assert.Contains("could not be encoded", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.Null(viewer.TryTake());

        _rig.Reader.Size = new PictureSize(64, 48);
        _rig.Publish();

        Assert.Equal(2, await viewer.NextNumberAsync());
        Assert.Equal(1, _rig.Variants.Statistics.Failures);
        viewer.Dispose();
        await _rig.AssertNothingIsLeftAsync();
    }

    [Fact]
    public void Frames_that_can_not_be_encoded_one_after_another_are_logged_once()
    {
        using TestViewer viewer = _rig.Watch();
        _rig.Reader.Size = TooWide;
        for (int i = 0; i < 20; i++)
        {
            Assert.Null(viewer.TryTake());
            _rig.PublishAndFail();
        }

        _rig.FinishEncodes();
        Assert.Single(_rig.Log.Rest());
        Assert.Equal(20, _rig.Variants.Statistics.Failures);
    }
}
