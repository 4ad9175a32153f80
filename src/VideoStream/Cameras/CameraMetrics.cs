using System.Diagnostics.Metrics;
using System.Text.Json;

namespace VideoStream.Cameras;

/// <summary>The metrics of the cameras. They are read when they are collected, from what the cameras count themselves.</summary>
internal sealed class CameraMetrics
{
    public const string MeterName = "VideoStream.Cameras";

    private static readonly CameraState[] States = Enum.GetValues<CameraState>();

    private static readonly CameraFaultCategory[] Categories = Enum.GetValues<CameraFaultCategory>();

    private readonly CameraRegistry _cameras;

    public CameraMetrics(CameraRegistry cameras, IMeterFactory meters)
    {
        _cameras = cameras;
        Meter meter = meters.Create(MeterName);
        meter.CreateObservableCounter(
            "videostream.camera.captured_frames", () => Each(camera => camera.Captured), "{frame}", "Frames captured.");
        meter.CreateObservableCounter(
            "videostream.camera.damaged_frames",
            () => Each(camera => camera.DecodeErrors),
            "{frame}",
            "Frames that arrived damaged or could not be decoded.");
        meter.CreateObservableGauge(
            "videostream.camera.frame.age", FrameAges, "s", "Age of the newest captured frame. Absent before the first.");
        meter.CreateObservableGauge(
            "videostream.camera.video_kilobits",
            () => Each(camera => camera.Video is { Stream: not null, Kilobits: var kilobits } ? kilobits : 0),
            "{kbit/s}",
            "Bitrate of the camera's own H.264, if it is passed on; else 0.");
        meter.CreateObservableUpDownCounter(
            "videostream.camera.state", StateFlags, "1", "1 for the state of the camera, 0 for the others.");
        meter.CreateObservableUpDownCounter(
            "videostream.camera.fault",
            FaultFlags,
            "1",
            "1 for the kind of fault that keeps the camera from delivering, 0 for the others.");
    }

    private IEnumerable<Measurement<long>> Each(Func<Camera, long> read) =>
        _cameras.All.Select(camera => new Measurement<long>(read(camera), NameOf(camera)));

    private IEnumerable<Measurement<double>> FrameAges() =>
        from camera in _cameras.All
        where camera.NewestAge is not null
        select new Measurement<double>(camera.NewestAge!.Value.TotalSeconds, NameOf(camera));

    private IEnumerable<Measurement<int>> StateFlags() =>
        from camera in _cameras.All
        let current = camera.Status.State
        from state in States
        select new Measurement<int>(state == current ? 1 : 0, NameOf(camera), Tag("camera.state", state.ToString()));

    private IEnumerable<Measurement<int>> FaultFlags() =>
        from camera in _cameras.All
        let current = camera.Status.Fault?.Category
        from category in Categories
        select new Measurement<int>(category == current ? 1 : 0, NameOf(camera), Tag("fault.category", category.ToString()));

    private static KeyValuePair<string, object?> NameOf(Camera camera) => new("camera.name", camera.Name);

    private static KeyValuePair<string, object?> Tag(string name, string value) =>
        new(name, JsonNamingPolicy.SnakeCaseLower.ConvertName(value));
}
