using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class CameraTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Pictures.CapturedAt);
    private readonly ScriptedReader _reader = new();
    private readonly Camera _camera;

    public CameraTests()
    {
        _camera = new Camera("front", new CameraOptions(), _time);
    }

    public void Dispose()
    {
        _camera.Frames.Clear();
        Assert.Equal(0, _camera.Pool.Rented);
        _camera.Pool.Dispose();
    }

    [Fact]
    public void A_camera_begins_by_connecting_and_has_no_picture()
    {
        Assert.Equal(new CameraStatus(CameraState.Connecting, null, Pictures.CapturedAt), _camera.Status);
        Assert.Null(_camera.Newest);
        Assert.Null(_camera.NewestAge);
        Assert.Equal(0, _camera.Captured);
    }

    [Fact]
    public void Take_puts_the_picture_into_the_slot_with_its_facts()
    {
        _camera.Take(_reader);
        _time.Advance(TimeSpan.FromMilliseconds(40));
        long timestamp = _time.GetTimestamp();
        _camera.Take(_reader);

        Assert.True(_camera.Frames.TryTake(0, out Frame? frame));
        Assert.Equal((2, timestamp, new PictureSize(64, 48)), (frame.Number, frame.CapturedTimestamp, frame.Size));
        Assert.Equal(Pictures.CapturedAt.AddMilliseconds(40), frame.CapturedAt);
        Assert.Equal(25, frame.Rate, 0.001);
        Assert.True(Pictures.IsUniform(frame.Pixels, PaintedReader.Level(2)));
        Assert.Equal(new NewestPicture(new FrameStamp(2, timestamp), frame.Size, frame.Rate), _camera.Newest);
        frame.Release();
    }

    [Fact]
    public void Take_a_picture_that_can_not_be_decoded_counts_it_and_keeps_the_numbers_without_a_gap()
    {
        _camera.Take(_reader);
        _reader.OnRetrieve = _ => false;
        _camera.Take(_reader);
        Assert.Equal((1, 1, 1), (_camera.Captured, _camera.Undecodable, _camera.Pool.Rented));

        _reader.OnRetrieve = _ => true;
        _camera.Take(_reader);
        Assert.Equal(2, _camera.Captured);
    }

    [Fact]
    public void Take_from_a_reader_that_throws_leaks_nothing()
    {
        _reader.OnRetrieve = _ => throw new InvalidOperationException("decoder");
        Assert.Throws<InvalidOperationException>(() => _camera.Take(_reader));
        Assert.Equal(0, _camera.Pool.Rented);
    }

    [Fact]
    public void SetStatus_lost_takes_the_picture_away_and_the_next_one_goes_on_counting()
    {
        _camera.Take(_reader);
        _camera.SetStatus(CameraState.Live);
        _time.Advance(TimeSpan.FromSeconds(3));

        _camera.SetStatus(CameraState.Lost, "unplugged");

        Assert.Equal(default, _camera.Frames.Newest);
        Assert.Equal(new CameraStatus(CameraState.Lost, "unplugged", Pictures.CapturedAt.AddSeconds(3)), _camera.Status);
        Assert.Equal(TimeSpan.FromSeconds(3), _camera.NewestAge);
        _camera.Take(_reader);
        Assert.Equal((2, 0.0), (_camera.Newest!.Stamp.Number, _camera.Newest.Rate));
    }

    [Fact]
    public void SetStatus_tells_who_listens()
    {
        var told = new List<CameraState>();
        _camera.StatusChanged += camera => told.Add(camera.Status.State);

        _camera.SetStatus(CameraState.Lost, "unplugged");
        _camera.SetStatus(CameraState.Connecting);
        _camera.SetStatus(CameraState.Live);

        Assert.Equal([CameraState.Lost, CameraState.Connecting, CameraState.Live], told);
    }
}
