using VideoStream.Configuration;
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
}
