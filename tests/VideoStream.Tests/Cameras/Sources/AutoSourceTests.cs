using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.V4l2;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources;

public sealed class AutoSourceTests : IDisposable
{
    private readonly TestDirectory _devices = new();
    private readonly AutoSource _auto;
    private string? _found;

    public AutoSourceTests()
    {
        _auto = new AutoSource(() => _found);
    }

    public void Dispose() => _devices.Dispose();

    [Fact]
    public void Without_a_device_it_is_the_test_pattern_until_it_is_to_reselect()
    {
        SourceDescriptor first = _auto.Resolve(null);
        _found = Device("video0");
        Assert.Equal([new TestPatternSource(), new TestPatternSource()], [first, _auto.Resolve(first)]);
        Assert.Equal(new V4l2Source(_found), _auto.Reselect(first));
    }

    [Fact]
    public void A_device_stays_selected_while_it_exists()
    {
        _found = Device("video1");
        SourceDescriptor first = _auto.Resolve(null);
        _found = Device("video0");
        Assert.Equal(first, _auto.Resolve(first));
    }

    [Fact]
    public void Another_device_replaces_one_that_is_gone_and_the_test_pattern_does_not()
    {
        _found = Device("video0");
        SourceDescriptor first = _auto.Resolve(null);
        File.Delete(_found);
        _found = null;
        Assert.Equal(first, _auto.Resolve(first));

        _found = Device("video1");
        Assert.Equal(new V4l2Source(_found), _auto.Resolve(first));
    }

    [Fact]
    public void Reselect_keeps_a_device_and_a_test_pattern_without_a_device()
    {
        Assert.Equal(new TestPatternSource(), _auto.Reselect(new TestPatternSource()));
        _found = Device("video1");
        Assert.Equal(new V4l2Source("/dev/video0"), _auto.Reselect(new V4l2Source("/dev/video0")));
    }

    [Fact]
    public async Task Unresolved_it_acts_as_what_it_would_select()
    {
        Assert.False(_auto.IsOnDemand);
        Assert.True(await _auto.IsReachableAsync(new CameraOptions(), TimeProvider.System, TestContext.Current.CancellationToken));
        using ICameraReader reader = _auto.CreateReader(new CameraOptions(), TimeProvider.System);
        Assert.IsType<TestPatternReader>(reader);
        _found = Device("video0");
        Assert.True(_auto.IsOnDemand);
    }

    private string Device(string name)
    {
        string path = _devices.Path(name);
        File.Create(path).Dispose();
        return path;
    }
}
