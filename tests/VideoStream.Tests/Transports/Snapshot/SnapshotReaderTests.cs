using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Tests.Support;
using VideoStream.Transports.Snapshot;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Transports.Snapshot;

public sealed class SnapshotReaderTests
{
    [Fact]
    public async Task A_snapshot_is_made_although_the_camera_takes_frames_faster_than_they_are_encoded()
    {
        await using var rig = new CameraRig(isOvertaken: true);
        for (int i = 0; i < 20; i++)
        {
            using var reader = new SnapshotReader(rig.Variants, ViewerSettings.Defaults(new VideoStreamOptions()), rig.Time);
            Task<EncodedFrame?> reading = reader.ReadAsync(acceptsStale: false, TestContext.Current.CancellationToken).AsTask();
            if (i == 0)
                rig.Publish();
            EncodedFrame? frame = await Limit.Within(reading);
            Assert.NotNull(frame);
            frame.Release();
        }

        await rig.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task A_snapshot_waits_for_the_frame_after_one_that_can_not_be_encoded()
    {
        await using var rig = new CameraRig();
        var settings = ViewerSettings.Defaults(new VideoStreamOptions());
        using TestViewer viewer = rig.Watch(new Variant(settings.Osd, settings.MaxSize, settings.Encoding));
        Assert.Null(viewer.TryTake());
        rig.Reader.Size = new PictureSize(70_000, 16);
        rig.Publish();
        await rig.Log.NextAsync();

        using var reader = new SnapshotReader(rig.Variants, settings, rig.Time);
        Task<EncodedFrame?> reading = reader.ReadAsync(acceptsStale: false, TestContext.Current.CancellationToken).AsTask();
        Assert.False(reading.IsCompleted);
        Assert.NotNull(reader.Problem);
        rig.Reader.Size = new PictureSize(64, 48);
        rig.Publish();
        EncodedFrame? frame = await Limit.Within(reading);
        Assert.Equal(2, frame?.Stamp.Number);
        frame?.Release();
    }
}
