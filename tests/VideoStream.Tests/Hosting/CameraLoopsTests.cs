using VideoStream.Cameras;
using VideoStream.Encoding;
using VideoStream.Tests.Adaptation;
using VideoStream.Tests.Support;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Hosting;

/// <summary>Two cameras that are always open, each with a viewer, and a configuration that changes.</summary>
public sealed class CameraLoopsTests : IAsyncLifetime
{
    private const string Both = """{"Cameras": {"gate": {"Source": "test"}, "yard": {"Source": "test"}}}""";

    private readonly ReloadRig _rig = new(Both);
    private readonly Dictionary<string, (Viewer Viewer, Task Running)> _served = [];

    public ValueTask InitializeAsync()
    {
        Limit.Until(() => _rig.Readers.Connections == 2);
        foreach (VariantSet set in _rig.Variants.All)
            _served[set.Camera.Name] = Serve(set);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (viewer, running) in _served.Values)
        {
            viewer.Close(CloseReason.ClientClosed);
            await Limit.Within(running);
        }

        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task A_camera_that_is_removed_ends_its_viewers_and_gives_back_its_thread_loops_and_memory()
    {
        Camera yard = Find("yard");
        int loops = _rig.Loops.Loops.Count();
        await _rig.ReloadAsync("""{"Cameras": {"gate": {"Source": "test"}}}""");

        Assert.Equal(["gate"], _rig.Cameras.All.Select(camera => camera.Name));
        Assert.Equal(["gate"], _rig.Variants.All.Select(set => set.Camera.Name));
        Assert.False(_rig.Variants.TryFind(yard, out _));
        Assert.Same(CloseReason.CameraRemoved, _served["yard"].Viewer.CloseReason);
        await Limit.Within(_served["yard"].Running);
        Assert.Equal(loops - 3, _rig.Loops.Loops.Count());
        Assert.Equal((0, 0), (yard.Viewers, yard.Pool.Rented));
        // One of the two connections was closed, and none opened.
        Assert.Equal((2, 1), (_rig.Readers.Connections, _rig.Readers.Made.Count(reader => reader.IsDisposed)));
        Assert.Null(_served["gate"].Viewer.CloseReason);
    }

    [Fact]
    public async Task A_camera_that_is_added_is_opened_and_found()
    {
        await _rig.ReloadAsync(Both.Replace("\"gate\"", "\"attic\": {\"Source\": \"test\"}, \"gate\"", StringComparison.Ordinal));
        Limit.Until(() => _rig.Readers.Connections == 3);
        Assert.True(_rig.Variants.TryFind(Find("attic"), out _));
        Assert.All(_served.Values, served => Assert.Null(served.Viewer.CloseReason));
        Assert.DoesNotContain(_rig.Readers.Made, reader => reader.IsDisposed);
    }

    [Fact]
    public async Task A_camera_that_is_changed_is_opened_anew_and_its_viewers_stay()
    {
        Camera gate = Find("gate");
        await _rig.ReloadAsync(Both.Replace("\"test\"}, \"yard\"", "\"test\", \"Width\": 320}, \"yard\"", StringComparison.Ordinal));
        Limit.Until(() => _rig.Readers.Connections == 3);
        Assert.Same(gate, Find("gate"));
        Assert.Equal(320, gate.Options.Width);
        Assert.Equal(1, _rig.Readers.Made.Count(reader => reader.IsDisposed));
        Assert.All(_served.Values, served => Assert.Null(served.Viewer.CloseReason));

        // Frames of the new connection are published.
        _rig.Readers.Newest.Deliver();
        Limit.Until(() => gate.Captured == 1);
    }

    [Fact]
    public async Task A_camera_that_is_only_renamed_for_people_stays_open()
    {
        Assert.Equal("gate", Find("gate").Title);
        await _rig.ReloadAsync(Both.Replace("\"gate\": {", "\"gate\": {\"Title\": \"Süd 門\", ", StringComparison.Ordinal));
        Assert.Equal(("gate", "Süd 門"), (Find("gate").Name, Find("gate").Title));
        Assert.Equal(2, _rig.Readers.Connections);
        Assert.DoesNotContain(_rig.Readers.Made, reader => reader.IsDisposed);
    }

    /// <summary>Its request was read before the camera was removed.</summary>
    [Fact]
    public async Task A_viewer_that_comes_too_late_ends_at_once()
    {
        VariantSet yard = _rig.Variants.All.Single(set => set.Camera.Name == "yard");
        await _rig.ReloadAsync("""{"Cameras": {"gate": {"Source": "test"}}}""");
        var (viewer, running) = Serve(yard);
        await Limit.Within(running);
        Assert.Same(CloseReason.CameraRemoved, viewer.CloseReason);
    }

    private Camera Find(string name)
    {
        Assert.True(_rig.Cameras.TryFind(name, out Camera? camera));
        return camera;
    }

    private (Viewer Viewer, Task Running) Serve(VariantSet camera)
    {
        ViewerConnection connection = TestConnection.Of(new FakeLinkProbe(), ViewerTransport.Mjpeg);
        ViewerSettings settings = ViewerSettings.Defaults(_rig.Options.Value);
        Assert.True(_rig.Viewers.TryAdmit(connection, camera, settings, out Viewer? viewer, out _));
        return (viewer, _rig.Viewers.RunAsync(viewer, () => viewer.SendAsync(new ScriptedSink())));
    }
}
