using System.Net;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Http;

public sealed class HttpPollingReaderTests
{
    private static readonly byte[] One = CameraJpeg.Noise(seed: 1), Two = CameraJpeg.Noise(seed: 2);

    private readonly ObservedTime _time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_request_is_a_frame_and_Open_has_sent_the_first()
    {
        using var stub = new HttpStub(() => Frame(One), () => Frame(Two));
        using ICameraReader reader = Open(stub);
        Assert.Equal(One, reader.NextJpeg());
        Assert.Equal(1, stub.Requests);
        Task<byte[]?> next = await AfterIntervalAsync(reader.NextJpeg, () => Assert.Equal(1, stub.Requests));
        Assert.Equal(Two, await Limit.Within(next));
        Assert.Equal(2, stub.Requests);
    }

    [Fact]
    public void A_damaged_or_incomplete_frame_is_skipped()
    {
        using ICameraReader reader = Open(new HttpStub(() => Frame(One[..100])));
        Assert.Null(reader.NextJpeg());
    }

    /// <summary>See <see cref="CameraDialect"/> for the braces.</summary>
    [Theory]
    [InlineData("{jpeg}")]
    [InlineData("\r\n{jpeg}\r\n")]
    [InlineData("{open}")]
    [InlineData("{open}{zeros}")]
    [InlineData("{open}{ones}")]
    [InlineData("{jpeg}{zeros}{zeros}")]
    [InlineData("{jpeg}{ones}")]
    [InlineData("{zeros}{jpeg}")]
    [InlineData("{soi}{jpeg}{eoi}")]
    [InlineData("{soi}{soi}{jpeg}{eoi}{eoi}")]
    [InlineData("{soi}{eoi}{jpeg}")]
    public void Each_dialect_is_read_however_the_answer_is_cut(string body)
    {
        foreach (int atMost in (int[])[1, 7, 1_000_000])
        {
            byte[] bytes = CameraDialect.Write(body, One);
            var answer = new ChoppedStream(bytes, atMost);
            using ICameraReader reader = Open(new HttpStub(() => HttpStub.Answer("image/jpeg", answer)));
            Assert.Equal(One, reader.NextJpeg());
            // The connection can be used again.
            Assert.Equal(bytes.Length, answer.BytesRead);
        }
    }

    [Fact]
    public void A_frame_that_takes_too_long_to_decode_is_damaged_with_the_reason()
    {
        using ICameraReader reader = Open(new HttpStub(() => Frame(CameraJpeg.OfScans(2000))));
        Assert.Null(reader.NextJpeg());
        Assert.Contains("more than 100 scans", reader.Damage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_fails_later_is_the_fault()
    {
        var stub = new HttpStub(() => Frame(One), () => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        using ICameraReader reader = Open(stub);
        Assert.Equal(One, reader.NextJpeg());
        Task<SourceResult> failed = await AfterIntervalAsync(() => reader.Grab(Cancelled));
        Assert.Equal("http://camera answers 503", (await Limit.Within(failed)).Fault?.Text);
    }

    [Fact]
    public void A_lost_connection_is_a_fault()
    {
        using ICameraReader reader = Open(new HttpStub(() => HttpStub.Answer("image/jpeg", new FailingStream(One[..100]))));
        Assert.Equal(new CameraFault(CameraFaultKind.ConnectionLost, "http://camera"), reader.Grab(Cancelled).Fault);
    }

    [Fact]
    public void A_frame_without_an_end_is_a_fault()
    {
        byte[] comment = [0xFF, 0xFE, 0xFF, 0xFF, .. new byte[0xFFFD]];
        byte[] endless = [.. One[..2], .. Enumerable.Repeat(comment, 600).SelectMany(bytes => bytes)];
        using ICameraReader reader = Open(new HttpStub(() => Frame(endless)));
        Assert.Equal("http://camera: more than 32 MB without the end of a picture", reader.Grab(Cancelled).Fault?.Text);
    }

    private static HttpResponseMessage Frame(byte[] jpeg) => HttpStub.Answer("image/jpeg", jpeg);

    /// <summary>Starts to read, and lets time pass until the next request, but not until its time limit.</summary>
    private async Task<Task<T>> AfterIntervalAsync<T>(Func<T> read, Action? before = null)
    {
        _time.ForgetWaits();
        Task<T> reading = OwnThread.Run(read);
        TimeSpan interval = await _time.NextWaitAsync();
        Assert.Equal(TimeSpan.FromSeconds(0.1), interval);
        before?.Invoke();
        _time.Advance(interval);
        return reading;
    }

    private HttpPollingReader Open(HttpStub stub)
    {
        var reader = new HttpPollingReader(new HttpCameraClient(new CameraUrl("http://camera/still.jpg"), stub, _time), rate: 10, _time);
        Assert.True(reader.Open(Cancelled).IsOk);
        return reader;
    }
}
