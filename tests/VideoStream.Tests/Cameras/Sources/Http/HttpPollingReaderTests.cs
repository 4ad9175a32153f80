using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Http;

public sealed class HttpPollingReaderTests
{
    private static readonly byte[] One = CameraJpeg.Noise(seed: 1), Two = CameraJpeg.Noise(seed: 2);

    private readonly ObservedTime _time = new();
    private readonly List<TimeSpan> _waits = [];
    private Task<TimeSpan>? _nextWait;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_request_is_a_frame_and_Open_has_sent_the_first()
    {
        var stub = new HttpStub(() => Frame(One), () => Frame(Two));
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
    public async Task Each_dialect_is_read_however_the_answer_is_cut(string body)
    {
        foreach (byte[] frame in (byte[][])[One, CameraJpeg.Progressive()])
        {
            byte[] bytes = CameraDialect.Write(body, frame);
            foreach (int atMost in (int[])[1, 7, 1_000_000])
            {
                var stub = new HttpStub(() => HttpStub.Answer("image/jpeg", new ChoppedStream(bytes, atMost), bytes.Length));
                using ICameraReader reader = Open(stub);
                Assert.Equal(frame, reader.NextJpeg());
                Assert.Equal(frame, await ReadAsync(reader.NextJpeg));
                // What follows the JPEG does not keep the connection from being used again.
                Assert.Single(stub.Connections);
            }
        }
    }

    [Fact]
    public void A_frame_that_takes_too_long_to_decode_is_damaged_with_the_reason()
    {
        using ICameraReader reader = Open(new HttpStub(() => Frame(CameraJpeg.OfScans(2000))));
        Assert.Null(reader.NextJpeg());
        Assert.Contains("more than 100 scans", reader.Damage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(500)]
    [InlineData(429)]
    public async Task One_answer_of_a_busy_camera_among_good_ones_is_a_skipped_poll(int status)
    {
        var stub = new HttpStub(() => Frame(One), () => HttpStub.Status(status), () => Frame(Two));
        using ICameraReader reader = Open(stub);
        Assert.Equal(One, reader.NextJpeg());
        Assert.Equal(Two, await ReadAsync(reader.NextJpeg));
        Assert.Equal(3, stub.Requests);
        Assert.Equal([TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.5)], _waits);
    }

    [Fact]
    public async Task A_lost_response_among_good_ones_is_a_skipped_poll()
    {
        var stub = new HttpStub(() => Frame(One), () => HttpStub.Answer("image/jpeg", new FailingStream(Two[..100])), () => Frame(Two));
        using ICameraReader reader = Open(stub);
        Assert.Equal(One, reader.NextJpeg());
        Assert.Equal(Two, await ReadAsync(reader.NextJpeg));
    }

    [Fact]
    public async Task Three_failed_polls_in_a_row_are_the_fault()
    {
        var stub = new HttpStub(() => Frame(One), () => HttpStub.Status(503));
        using ICameraReader reader = Open(stub);
        Assert.Equal(One, reader.NextJpeg());
        SourceResult result = await ReadAsync(() => reader.Grab(Cancelled));
        Assert.Equal("http://camera answers 503", result.Fault?.Text);
        Assert.Equal(4, stub.Requests);
    }

    [Fact]
    public async Task A_poll_that_time_can_not_mend_is_the_fault_at_once()
    {
        var stub = new HttpStub(() => Frame(One), () => HttpStub.Status(404));
        using ICameraReader reader = Open(stub);
        Assert.Equal(One, reader.NextJpeg());
        SourceResult result = await ReadAsync(() => reader.Grab(Cancelled));
        Assert.Equal(CameraFaultKind.NotFound, result.Fault?.Kind);
        Assert.Equal(2, stub.Requests);
    }

    [Fact]
    public async Task Polls_share_a_connection_only_if_the_server_keeps_it()
    {
        static StubAnswer Closing() =>
            new($"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {One.Length}\r\n\r\n", new MemoryStream(One));
        var stub = new HttpStub(() => Frame(One), () => Frame(Two), Closing, () => Frame(Two));
        using ICameraReader reader = Open(stub);
        for (int i = 0; i < 4; i++)
            Assert.NotNull(await ReadAsync(reader.NextJpeg));
        Assert.Equal(4, stub.Requests);
        Assert.Equal(2, stub.Connections.Count);
        Assert.True(stub.Connections[0].IsAborted);
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

    private static StubAnswer Frame(byte[] jpeg) => HttpStub.Answer("image/jpeg", jpeg);

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

    /// <summary>Reads on a thread of its own, and lets the waits between requests pass, but no time limit.</summary>
    private async Task<T> ReadAsync<T>(Func<T> read)
    {
        Task<T> reading = OwnThread.Run(read);
        while (true)
        {
            _nextWait ??= _time.NextWaitAsync();
            await Limit.Within(Task.WhenAny(reading, _nextWait));
            if (!_nextWait.IsCompleted)
                return await reading;
            TimeSpan wait = await _nextWait;
            _nextWait = null;
            if (wait >= TimeSpan.FromSeconds(1))
                continue;
            _waits.Add(wait);
            _time.Advance(wait);
        }
    }

    private HttpPollingReader Open(HttpStub stub)
    {
        var reader = new HttpPollingReader(new HttpCameraClient(new CameraUrl("http://camera/still.jpg"), stub, _time), rate: 10, _time);
        Assert.True(reader.Open(Cancelled).IsOk);
        return reader;
    }
}
