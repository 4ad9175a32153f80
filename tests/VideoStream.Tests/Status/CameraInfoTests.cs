using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Status;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Status;

public sealed class CameraInfoTests
{
    [Theory]
    [InlineData(30)]
    [InlineData(-1 / 24.0)]
    public async Task Its_times_and_ages_stay_right_when_the_clock_is_set(double days)
    {
        await using var rig = new CameraRig();
        var clock = new WallClock(rig.Time);
        rig.Publish();
        rig.Time.Advance(TimeSpan.FromSeconds(3));
        rig.Camera.SetStatus(CameraState.Lost, Faults.NoDevice, rig.Time.GetTimestamp() + rig.Time.Ticks(TimeSpan.FromSeconds(8)));
        rig.Time.Advance(TimeSpan.FromSeconds(2));

        DateTimeOffset set = rig.Time.GetUtcNow().AddDays(days);
        rig.Time.SetClock(set);

        CameraInfo info = CameraInfo.Of(rig.Variants, clock);
        Assert.Equal(("front", "front"), (info.Name, info.Title));
        rig.Camera.Rename(new CameraOptions { Title = "Süd" });
        Assert.Equal(("front", "Süd"), (CameraInfo.Of(rig.Variants, clock).Name, CameraInfo.Of(rig.Variants, clock).Title));
        Assert.Null(info.Fps);
        Assert.Equal((set.AddSeconds(-2), set.AddSeconds(6), 5000.0), (info.Since, info.NextTry!.Value, info.AgeMs!.Value));
    }
}
