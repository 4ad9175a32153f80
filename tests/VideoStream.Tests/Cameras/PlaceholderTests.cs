using OpenCvSharp;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Frames.Text;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class PlaceholderTests : IAsyncDisposable
{
    /// <summary>A card without a last frame has this luma where there is no text.</summary>
    private const byte PlainLuma = 40;

    private readonly ObservedTime _time = new(TestFrames.CapturedAt);
    private readonly CancellationTokenSource _stop = new();
    private readonly Camera _camera;
    private Task _running = Task.CompletedTask;

    public PlaceholderTests()
    {
        _camera = new Camera("front", new CameraOptions { Width = 320, Height = 240 }, _time);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Limit.Within(_running);
        _camera.Close();
        Assert.Equal(0, _camera.Pool.Rented);
        _stop.Dispose();
    }

    [Fact]
    public async Task A_camera_that_connects_for_long_has_a_placeholder_and_then_one_a_second()
    {
        // Before the loop runs, so that its first wait is not ended by the change.
        _camera.Enter();
        Start();
        Assert.Equal(TimeSpan.FromMilliseconds(700), await _time.NextWaitAsync());
        Assert.Equal(0, _camera.Frames.Newest.Number);
        _time.Advance(TimeSpan.FromMilliseconds(700));
        UntilNumber(1);
        for (int number = 2; number < 5; number++)
        {
            await _time.PassWaitAsync(TimeSpan.FromSeconds(1));
            UntilNumber(number);
        }

        Assert.Equal(4, _camera.Frames.Newest.Number);
        _camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        UntilNumber(5);
        Assert.True(_camera.Frames.TryTake(0, out Frame? frame));
        Assert.Equal((false, new PictureSize(320, 240)), (frame.Live, frame.Size));
        frame.Release();
    }

    [Fact]
    public void Without_a_viewer_no_placeholder_is_published()
    {
        Start();
        _camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        _camera.Enter();
        UntilNumber(1);
        _camera.Exit();
        // Without a viewer the loop waits without a time limit.
        Limit.Until(() => !_time.HasWaits);
        _time.Advance(TimeSpan.FromSeconds(5));
        _camera.Enter();
        UntilNumber(2);
        Assert.Equal(2, _camera.Frames.Newest.Number);
    }

    [Fact]
    public void A_live_camera_has_no_placeholder()
    {
        int connection = _camera.Connect(null);
        FrameCapture.TryPublish(_camera, new PaintedReader(), connection);
        Start();
        _camera.Enter();
        _time.Advance(TimeSpan.FromSeconds(5));
        _camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        UntilNumber(2);
        Assert.Equal(2, _camera.Frames.Newest.Number);
    }

    [Fact]
    public void Draw_darkens_the_last_frame_and_writes_on_it()
    {
        using var pool = new FramePool();
        Frame last = TestFrames.Frame(pool, 1, new PictureSize(320, 240), 200);
        using PixelPlanes card = Draw(new CameraStatus(CameraState.Lost, Faults.Of("unplugged"), _time.GetTimestamp()), last);
        last.Release();
        Assert.Equal(new PictureSize(320, 240), card.Size);
        Assert.Equal(60, card.Y.Row(2)[2]);
        using Mat luma = card.Y.AsMat();
        Assert.True(Cv2.CountNonZero(luma.GreaterThan(150).ToMat()) > 100, "no text");
    }

    [Theory]
    [InlineData(16, 16)]
    [InlineData(17, 8192)]
    [InlineData(3840, 2160)]
    public void Draw_accepts_any_size_and_any_text(int width, int height)
    {
        var camera = new Camera("a", new CameraOptions { Width = width, Height = height }, _time);
        CameraFault fault = Faults.Of("ünplugged — " + new string('x', 300));
        long now = _time.GetTimestamp();
        var status = new CameraStatus(CameraState.Lost, fault, now, now, now + _time.Ticks(TimeSpan.FromHours(1)));
        using var card = new PixelPlanes();
        PlaceholderRenderer.Draw(card, camera, status, null, _time);
        Assert.Equal(new PictureSize(width, height), card.Size);
        camera.Close();
    }

    /// <summary>OpenCV's font has none of these letters.</summary>
    [Theory]
    [InlineData("Süd", "Söd")]
    [InlineData("Ворота", "Гараж")]
    public void Draw_writes_titles_of_any_script_within_the_frame(string title, string other)
    {
        Assert.SkipWhen(TextFonts.Default.IsEmpty, "no font is installed");
        using PixelPlanes one = Titled(title), another = Titled(other), longest = Titled(string.Concat(Enumerable.Repeat(title + " ", 14)));
        Assert.False(one.IsSameAs(another), "another title looks the same");
        foreach (PixelPlanes card in (PixelPlanes[])[one, another, longest])
        {
            using Mat luma = card.Y.AsMat();
            Assert.True(Cv2.CountNonZero(luma.GreaterThan(150).ToMat()) > 100, "no text");
            for (int y = 0; y < card.Y.Height; y++)
                Assert.Equal((PlainLuma, PlainLuma), (card.Y.Row(y)[0], card.Y.Row(y)[^1]));
        }
    }

    [Fact]
    public void Draw_without_a_decodable_last_frame_is_a_plain_card()
    {
        using var pool = new FramePool();
        byte[] jpeg = CameraJpeg.Noise(320, 240);
        int data = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDB]);
        jpeg[data + 1] = 0xFE;
        var last = new Frame(CameraJpeg.Content(pool, jpeg))
        {
            Number = 1,
            ContentId = 1,
            CapturedTimestamp = 1,
            CapturedAt = TestFrames.CapturedAt,
            Rate = 0,
        };
        using PixelPlanes card = Draw(new CameraStatus(CameraState.Lost, Faults.Of("unplugged"), _time.GetTimestamp()), last);
        Assert.Equal(new PictureSize(320, 240), card.Size);
        last.Release();
        Assert.Equal(0, pool.Rented);
    }

    private PixelPlanes Titled(string title)
    {
        var camera = new Camera("a", new CameraOptions { Width = 320, Height = 240, Title = title }, _time);
        var card = new PixelPlanes();
        PlaceholderRenderer.Draw(card, camera, new CameraStatus(CameraState.Lost, Faults.Of("unplugged"), 0), null, _time);
        camera.Close();
        return card;
    }

    private PixelPlanes Draw(CameraStatus status, Frame? last)
    {
        var card = new PixelPlanes();
        PlaceholderRenderer.Draw(card, _camera, status, last, _time);
        return card;
    }

    private void Start()
    {
        var loop = new PlaceholderLoop(_camera, _time);
        _running = Task.Run(() => loop.RunAsync(_stop.Token));
    }

    private void UntilNumber(long number) => Limit.Until(() => _camera.Frames.Newest.Number >= number);
}
