using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Http;

public sealed class HttpMjpegReaderTests
{
    private const string Type = "multipart/x-mixed-replace; boundary=frame";

    private static readonly byte[] One = CameraJpeg.Noise(seed: 1), Two = CameraJpeg.Noise(seed: 2);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Frames_arrive_one_by_one_and_a_damaged_one_is_skipped()
    {
        using ICameraReader reader = Open([.. Part(One), .. Part([1, 2, 3]), .. Part(Two), .. "--frame--\r\n"u8]);
        Assert.Equal(One, reader.NextJpeg());
        Assert.Null(reader.NextJpeg());
        Assert.Equal(Two, reader.NextJpeg());
        Assert.Equal(new CameraFault(CameraFaultKind.EndOfStream, "http://camera"), reader.Grab(Cancelled).Fault);
    }

    [Fact]
    public void A_lost_connection_is_a_fault()
    {
        using ICameraReader reader = Open(new FailingStream(Part(One)), Cancelled);
        Assert.Equal(One, reader.NextJpeg());
        Assert.Equal("http://camera: connection lost", reader.Grab(Cancelled).Fault?.Text);
    }

    [Fact]
    public async Task A_connection_that_was_closed_by_a_cancellation_is_no_fault()
    {
        using var cancel = new CancellationTokenSource();
        using ICameraReader reader = Open(new FailingStream([]), cancel.Token);
        await cancel.CancelAsync();
        Assert.Throws<OperationCanceledException>(() => reader.Grab(cancel.Token));
    }

    [Fact]
    public void A_broken_stream_is_a_fault_with_the_reason()
    {
        IEnumerable<byte> lines = Enumerable.Repeat("X-More: of the same\r\n"u8.ToArray(), 1000).SelectMany(line => line);
        using ICameraReader reader = Open([.. "--frame\r\n"u8, .. lines]);
        CameraFault? fault = reader.Grab(Cancelled).Fault;
        Assert.Equal(CameraFaultKind.BrokenStream, fault?.Kind);
        Assert.Equal("http://camera: its stream is broken: a part's header has no end", fault?.Text);
    }

    [Fact]
    public void The_damage_of_a_frame_is_named_until_the_next_one()
    {
        using ICameraReader reader = Open([.. Part(CameraJpeg.OfScans(2000)), .. Part(Two)]);
        Assert.Null(reader.NextJpeg());
        Assert.Contains("more than 100 scans", reader.Damage, StringComparison.Ordinal);
        Assert.Equal(Two, reader.NextJpeg());
        Assert.Null(reader.Damage);
    }

    [Fact]
    public void A_frame_that_was_not_retrieved_is_released()
    {
        using ICameraReader reader = Open([.. Part(One), .. Part(Two)]);
        Assert.True(reader.Grab(Cancelled).IsOk);
        Assert.Equal(Two, reader.NextJpeg());
        reader.Close();
        reader.Close();
    }

    private static HttpMjpegReader Open(byte[] body) => Open(new MemoryStream(body), Cancelled);

    private static HttpMjpegReader Open(Stream body, CancellationToken cancellationToken)
    {
        var stub = new HttpStub(() => HttpStub.Answer(Type, body));
        var client = new HttpCameraClient(new CameraUrl("http://ana:s3cret@camera/video"), stub, TimeProvider.System);
        Assert.True(client.EnsureResponse(cancellationToken).IsOk);
        var reader = new HttpMjpegReader(client, new JpegReceiver(client.Response!.Body), "frame", isJpeg: false);
        Assert.True(reader.Open(cancellationToken).IsOk);
        return reader;
    }

    private static byte[] Part(byte[] jpeg) => [.. "--frame\r\nContent-Type: image/jpeg\r\n\r\n"u8, .. jpeg, .. "\r\n"u8];
}
