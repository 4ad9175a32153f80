using VideoStream.Cameras;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class CameraMetricsTests : IDisposable
{
    private readonly SettableTime _time = new();
    private readonly TestMeters _meters = new();
    private readonly ConfiguredCameras _configured;
    private readonly Camera _gate;
    private readonly PaintedReader _reader = new();

    public CameraMetricsTests()
    {
        _configured = new ConfiguredCameras(_time, "Cameras:gate:Source=test", "Cameras:yard:Source=test");
        _ = new CameraMetrics(_configured.Cameras, _meters);
        Assert.True(_configured.Cameras.TryFind("gate", out Camera? gate));
        _gate = gate;
    }

    public void Dispose()
    {
        _gate.Close();
        _meters.Dispose();
        _configured.Dispose();
    }

    [Fact]
    public void Captured_and_damaged_frames_are_those_that_the_camera_counts()
    {
        int connection = _gate.Connect(null);
        for (int i = 0; i < 3; i++)
            FrameCapture.TryPublish(_gate, _reader, connection);
        _gate.AddDecodeError();

        Assert.Equal(3, _meters.Value("videostream.camera.captured_frames", "camera.name=gate"));
        Assert.Equal(0, _meters.Value("videostream.camera.captured_frames", "camera.name=yard"));
        Assert.Equal(1, _meters.Value("videostream.camera.damaged_frames", "camera.name=gate"));
    }

    [Fact]
    public void The_age_is_absent_before_the_first_frame_and_grows_without_a_new_one()
    {
        Assert.DoesNotContain(_meters.Collect(), measured => measured.Instrument.Name == "videostream.camera.frame.age");
        FrameCapture.TryPublish(_gate, _reader, _gate.Connect(null));
        _time.Advance(TimeSpan.FromSeconds(7.5));
        Assert.Equal(7.5, _meters.Value("videostream.camera.frame.age", "camera.name=gate"), 3);
    }

    [Theory]
    [InlineData(CameraState.Connecting, "connecting")]
    [InlineData(CameraState.Live, "live")]
    [InlineData(CameraState.Lost, "lost")]
    [InlineData(CameraState.Idle, "idle")]
    public void Exactly_one_state_is_1(object state, string label)
    {
        _gate.SetStatus((CameraState)state);
        TestMeasurement[] states = Of("videostream.camera.state");
        Assert.Equal(Enum.GetValues<CameraState>().Length, states.Length);
        Assert.Contains("camera.state=" + label, Assert.Single(states, measured => measured.Value != 0).Labels);
    }

    [Fact]
    public void The_kind_of_fault_is_1_while_there_is_one()
    {
        Assert.All(Of("videostream.camera.fault"), measured => Assert.Equal(0, measured.Value));
        _gate.SetStatus(CameraState.Lost, new CameraFault(CameraFaultKind.CredentialsRefused, "camera:80"));
        TestMeasurement fault = Assert.Single(Of("videostream.camera.fault"), measured => measured.Value != 0);
        Assert.Contains("fault.category=refused_credentials", fault.Labels);
        FrameCapture.TryPublish(_gate, _reader, _gate.Connect(null));
        Assert.All(Of("videostream.camera.fault"), measured => Assert.Equal(0, measured.Value));
    }

    private TestMeasurement[] Of(string instrument) =>
        [.. _meters.Collect().Where(measured => measured.Instrument.Name == instrument && measured.Labels.Contains("camera.name=gate"))];
}
