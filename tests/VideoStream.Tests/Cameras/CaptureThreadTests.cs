using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class CaptureThreadTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(TestFrames.CapturedAt);
    private readonly Camera _camera;

    public CaptureThreadTests()
    {
        _camera = new Camera("front", new CameraOptions(), _time);
        _time.Advance(TimeSpan.FromSeconds(1));
    }

    public void Dispose()
    {
        _camera.Close();
        Assert.Equal(0, _camera.Pool.Rented);
    }

    [Fact]
    public async Task Frames_are_published_until_the_source_ends_which_is_the_fault_and_closes_it()
    {
        var reader = new ScriptedReader();
        CaptureThread thread = Start(reader);
        Limit.Until(() => thread.OpenedAt > 0);
        Assert.Equal(0, thread.LastFrameAt);
        _time.Advance(TimeSpan.FromSeconds(1));
        reader.Deliver();
        Limit.Until(() => thread.LastFrameAt == _time.GetTimestamp());
        reader.Deliver();
        reader.Grabs(() => Faults.NoDevice);

        Assert.Same(Faults.NoDevice, await Limit.Within(thread.Ended));
        Assert.Equal((2, CameraState.Live, true), (_camera.Captured, _camera.Status.State, reader.IsDisposed));
    }

    [Fact]
    public async Task A_source_that_can_not_be_opened_is_not_read_and_closed()
    {
        var reader = new ScriptedReader { OnOpen = _ => Faults.NoDevice };
        Assert.Same(Faults.NoDevice, await Limit.Within(Start(reader).Ended));
        Assert.True(reader.IsDisposed);
    }

    [Theory]
    [InlineData("open")]
    [InlineData("grab")]
    [InlineData("retrieve")]
    public async Task An_exception_of_the_reader_is_a_fault_on_one_line(string where)
    {
        SourceResult Fail(string here) => here == where ? throw new InvalidOperationException("driver\nfailed") : SourceResult.Ok;
        var reader = new ScriptedReader { OnOpen = _ => Fail("open"), OnRetrieve = _ => Fail("retrieve").IsOk };
        reader.Grabs(() => Fail("grab"));
        Assert.Equal(new CameraFault(CameraFaultKind.ReaderFailed, Detail: "driver failed"), await Limit.Within(Start(reader).Ended));
        Assert.True(reader.IsDisposed);
    }

    [Fact]
    public async Task GiveUpAsync_ends_a_blocking_read()
    {
        var reader = new ScriptedReader();
        CaptureThread thread = Start(reader);
        await Limit.Within(thread.GiveUpAsync());
        Assert.Equal(CameraFaultKind.GivenUp, (await Limit.Within(thread.Ended)).Kind);
        Assert.True(reader.IsDisposed);
    }

    [Theory]
    [InlineData(null, "delivers nothing but damaged pictures")]
    [InlineData("more than 100 scans", "delivers nothing but damaged pictures: more than 100 scans")]
    public async Task Five_seconds_of_damaged_frames_end_the_connection_with_the_reason(string? damage, string reason)
    {
        var reader = new ScriptedReader { OnRetrieve = _ => false, Damage = damage };
        CaptureThread thread = Start(reader);
        Limit.Until(() => thread.OpenedAt > 0);
        _time.Advance(TimeSpan.FromSeconds(5));
        reader.Deliver();
        Limit.Until(() => thread.Damage is not null);
        Assert.False(thread.Ended.IsCompleted);
        Assert.Equal((1, damage ?? ""), (_camera.DecodeErrors, thread.Damage));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        reader.Deliver();
        Assert.Equal(reason, (await Limit.Within(thread.Ended)).Text);
    }

    [Fact]
    public async Task Frames_that_nobody_could_decode_count_as_damaged_from_the_fourth_on()
    {
        byte[] jpeg = CameraJpeg.Undecodable(CameraJpeg.Noise());
        var reader = new ScriptedReader { OnRetrieve = content => content.PutJpeg(jpeg) };
        CaptureThread thread = Start(reader);
        foreach (int number in (int[])[1, 2, 3])
        {
            reader.Deliver();
            Limit.Until(() => _camera.Frames.Newest.Number == number);
            Assert.Null(thread.Damage);
            Assert.False(_camera.TryDecodeNewest());
        }

        reader.Deliver();
        Limit.Until(() => thread.Damage is not null);
        Assert.Equal(("they can't be decoded", 1, 3), (thread.Damage, _camera.DecodeErrors, _camera.Captured));
        _time.Advance(TimeSpan.FromSeconds(5.1));
        reader.Deliver();
        Assert.Equal("delivers nothing but damaged pictures: they can't be decoded", (await Limit.Within(thread.Ended)).Text);
    }

    private CaptureThread Start(ScriptedReader reader) => CaptureThread.Start(_camera, reader, _camera.Connect(null), _time);
}
