using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class OpenPolicyTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedReaders _readers = new() { OnDemand = true };
    private readonly Camera _camera;
    private readonly OpenPolicy _policy;

    public OpenPolicyTests()
    {
        _camera = new Camera("front", new CameraOptions(), _time);
        _policy = new OpenPolicy(_camera, _readers);
    }

    public void Dispose() => _camera.Close();

    [Fact]
    public void On_demand_a_camera_stays_open_for_ten_seconds_after_its_last_viewer()
    {
        _camera.Enter();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((true, TimeSpan.MaxValue), (_policy.ShouldBeOpen, _policy.TimeToRelease));

        _camera.Exit();
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal((true, TimeSpan.FromSeconds(1)), (_policy.ShouldBeOpen, _policy.TimeToRelease));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_policy.ShouldBeOpen);
        _camera.Enter();
        Assert.True(_policy.ShouldBeOpen);
    }

    [Theory]
    [InlineData(true, 0, false)]
    [InlineData(true, 1, true)]
    [InlineData(false, 0, true)]
    public void A_camera_is_wanted_if_it_has_viewers_or_is_not_on_demand(bool isOnDemand, int viewers, bool isWanted)
    {
        _readers.OnDemand = isOnDemand;
        for (int i = 0; i < viewers; i++)
            _camera.Enter();
        Assert.Equal(isWanted, _policy.IsWanted);
    }

    [Fact]
    public void Otherwise_a_camera_is_always_open()
    {
        _readers.OnDemand = false;
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((true, TimeSpan.MaxValue), (_policy.ShouldBeOpen, _policy.TimeToRelease));
    }
}
