using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Http;

public sealed class HttpReaderTests
{
    private static readonly byte[] Jpeg = CameraJpeg.Noise();

    private readonly FakeTimeProvider _time = new();
    private readonly List<bool> _ffmpegPaced = [];
    private OpenBody? _open;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("image/jpeg")]
    [InlineData("Image/JPEG")]
    [InlineData("multipart/x-mixed-replace;boundary=frame")]
    public void A_camera_that_sends_jpegs_is_read_without_ffmpeg(string type)
    {
        byte[] body = type.StartsWith("multipart", StringComparison.Ordinal) ? [.. "--frame\r\n\r\n"u8, .. Jpeg] : Jpeg;
        using ICameraReader source = Source(() => HttpStub.Answer(type, body));
        Assert.True(source.Open(Cancelled).IsOk);
        Assert.Equal(Jpeg, source.NextJpeg());
        Assert.Empty(_ffmpegPaced);
    }

    /// <summary>The content type, and the body. See <see cref="CameraDialect"/> for the braces.</summary>
    [Theory]
    [InlineData(null, "{jpeg}")]
    [InlineData("", "{jpeg}")]
    [InlineData("text/html", "{jpeg}")]
    [InlineData("text/plain; charset=utf-8", "\r\n{jpeg}")]
    [InlineData("application/octet-stream", "{jpeg}{jpeg}")]
    [InlineData("video/x-motion-jpeg", "{jpeg}{jpeg}")]
    [InlineData("image/jpeg", "--frame\r\nContent-Type: image/jpeg\r\n\r\n{jpeg}\r\n")]
    [InlineData("text/html", "--frame\r\nContent-Type: image/jpeg\r\n\r\n{jpeg}\r\n")]
    [InlineData(null, "\r\n--frame\nContent-Type: image/jpeg\n\n{jpeg}\n")]
    [InlineData("multipart/x-mixed-replace", "{jpeg}")]
    [InlineData("multipart/x-mixed-replace;boundary=", "--\r\n\r\n{jpeg}")]
    [InlineData("multipart/x-mixed-replace; boundary=a b=/:c", "--a b=/:c\r\n\r\n{jpeg}")]
    public void The_body_decides_whatever_its_type_is_said_to_be(string? type, string body)
    {
        byte[] bytes = CameraDialect.Write(body, Jpeg);
        foreach (long? length in (long?[])[null, bytes.Length])
        {
            using ICameraReader source = Source(() => HttpStub.Answer(type, new ChoppedStream(bytes, 1), length));
            Assert.True(source.Open(Cancelled).IsOk);
            Assert.Equal(Jpeg, source.NextJpeg());
        }

        Assert.Empty(_ffmpegPaced);
    }

    [Fact]
    public void An_answer_of_one_jpeg_without_a_length_is_polled()
    {
        var stub = new HttpStub(() => HttpStub.Answer("image/jpeg", new MemoryStream(Jpeg)));
        using ICameraReader source = Source(stub);
        Assert.True(source.Open(Cancelled).IsOk);
        Assert.Equal([Jpeg, Jpeg], [source.NextJpeg(), source.NextJpeg()]);
        Assert.Equal(2, stub.Requests);
    }

    [Fact]
    public void An_answer_of_several_jpegs_is_read_to_its_end_and_not_polled()
    {
        var stub = new HttpStub(() => HttpStub.Answer("image/jpeg", new MemoryStream([.. Jpeg, .. Jpeg])));
        using ICameraReader source = Source(stub);
        Assert.True(source.Open(Cancelled).IsOk);
        Assert.Equal([Jpeg, Jpeg], [source.NextJpeg(), source.NextJpeg()]);
        Assert.Equal("http://camera: the camera ended the stream", source.Grab(Cancelled).Fault?.Text);
        Assert.Equal(1, stub.Requests);
    }

    [Fact]
    public void A_connection_that_is_lost_before_the_body_shows_what_it_is_is_a_fault()
    {
        using ICameraReader source = Source(() => HttpStub.Answer(null, new FailingStream([0xFF])));
        Assert.Equal("http://camera: connection lost", source.Open(Cancelled).Fault?.Text);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(1000L, true)]
    public void Everything_else_is_read_by_ffmpeg_and_a_file_at_its_own_rate(long? length, bool isPaced)
    {
        using ICameraReader source = Source(() => HttpStub.Answer("video/mp4", new MemoryStream([1]), length));
        Assert.True(source.Open(Cancelled).IsOk);
        Assert.Equal([isPaced], _ffmpegPaced);
    }

    [Theory]
    [InlineData("text/html", "http://camera answers with a web page (text/html), not with a picture")]
    [InlineData("application/json", "http://camera answers with text (application/json), not with a picture")]
    public void A_page_is_a_fault(string type, string reason)
    {
        using ICameraReader source = Source(() => HttpStub.Answer(type, "hello"u8.ToArray()));
        Assert.Equal(reason, source.Open(Cancelled).Fault?.Text);
        Assert.Empty(_ffmpegPaced);
    }

    [Theory]
    [InlineData(401, "", "http://camera asks for a user name and password")]
    [InlineData(403, "", "http://camera forbids it (403)")]
    [InlineData(404, "", "http://camera has nothing at that path (404)")]
    [InlineData(502, "", "http://camera answers 502")]
    [InlineData(204, "", "http://camera answers 204")]
    public void An_error_status_is_the_fault(int status, string user, string reason)
    {
        using ICameraReader source = Source(() => HttpStub.Status(status), user);
        Assert.Equal(reason, source.Open(Cancelled).Fault?.Text);
    }

    [Fact]
    public void A_compressed_body_is_a_fault_with_the_reason()
    {
        const string head = "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Encoding: gzip\r\n\r\n";
        using ICameraReader source = Source(() => HttpStub.Raw(head));
        Assert.Equal(
            "http://camera: its stream is broken: compressed (gzip), which was not asked for", source.Open(Cancelled).Fault?.Text);
    }

    [Fact]
    public void An_address_that_can_not_be_connected_is_the_fault()
    {
        var stub = new HttpStub { Refuse = target => new CameraFault(CameraFaultKind.NoRoute, target.Display) };
        using ICameraReader source = Source(stub);
        Assert.Equal("no route to http://camera", source.Open(Cancelled).Fault?.Text);
    }

    [Theory]
    [InlineData("220 mail.example ESMTP\r\n\r\n", "http://camera doesn't speak HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n", "http://camera: connection lost before an answer came")]
    [InlineData("", "http://camera: connection lost before an answer came")]
    public void An_incomplete_response_is_a_fault_with_the_reason(string bytes, string reason)
    {
        using ICameraReader source = Source(() => HttpStub.Raw(bytes));
        Assert.Equal(reason, source.Open(Cancelled).Fault?.Text);
    }

    [Fact]
    public void A_header_without_an_end_is_the_fault()
    {
        string endless = "HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat("X-More: of the same\r\n", 4000));
        using ICameraReader source = Source(() => HttpStub.Raw(endless));
        Assert.Equal("http://camera: the header of its answer is too long", source.Open(Cancelled).Fault?.Text);
    }

    [Theory]
    [InlineData("application/x-mpegURL", "#EXTM3U", 7L)]
    [InlineData("application/x-mpegURL", "#EXTM3U", null)]
    [InlineData("application/octet-stream", "#EXTM3U", null)]
    [InlineData("application/dash+xml", "<MPD/>", null)]
    public void The_connection_is_closed_before_ffmpeg_opens_its_own_for_a_playlist(string type, string body, long? length)
    {
        var stub = new HttpStub(() => HttpStub.Answer(type, new MemoryStream(System.Text.Encoding.ASCII.GetBytes(body)), length));
        using ICameraReader source = Source(stub);
        Assert.True(source.Open(Cancelled).IsOk);
        Assert.True(Assert.Single(stub.Connections).IsAborted);
        Assert.Null(_open);
    }

    /// <summary>The boxes of the file, with their lengths.</summary>
    [Theory]
    [InlineData("ftyp 24 moov 100 mdat 1000", true)]
    [InlineData("ftyp 24 free 8 uuid 5000 moov 100000 mdat 1000", true)]
    [InlineData("moov 8 mdat 8", true)]
    [InlineData("ftyp 24 free 8 mdat 1000 moov 100", false)]
    [InlineData("wide 8 mdat 100000", false)]
    [InlineData("ftyp 24 free 200000 moov 100", false)]
    [InlineData("ftyp 24 free 4 moov 100", false)]
    [InlineData("ftyp 24", false)]
    public void An_mp4_file_is_given_to_ffmpeg_if_its_index_comes_first(string boxes, bool isGiven)
    {
        byte[] file = [.. boxes.Split(' ').Chunk(2).SelectMany(box => Box(box[0], int.Parse(box[1], CultureInfo.InvariantCulture)))];
        foreach (int atMost in (int[])[1, 1_000_000])
        {
            var stub = new HttpStub(() => HttpStub.Answer("video/mp4", new ChoppedStream(file, atMost), file.Length));
            using ICameraReader source = Source(stub);
            Assert.True(source.Open(Cancelled).IsOk);
            Assert.Equal((isGiven, !isGiven), (_open is not null, Assert.Single(stub.Connections).IsAborted));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(17L)]
    public void A_live_stream_or_a_file_is_given_to_ffmpeg_as_it_was_opened(long? length)
    {
        var stub = new HttpStub(() => HttpStub.Answer("video/mp2t", new ChoppedStream("Gtransport stream"u8.ToArray(), 1), length));
        using ICameraReader source = Source(stub);
        Assert.True(source.Open(Cancelled).IsOk);
        Assert.False(Assert.Single(stub.Connections).IsAborted);
        using var rest = new MemoryStream();
        _open!.Response.Body.CopyTo(rest);
        Assert.Equal("Gtransport stream", System.Text.Encoding.ASCII.GetString([.. _open.First, .. rest.ToArray()]));
        source.Close();
        Assert.True(stub.Connections[0].IsAborted);
    }

    private static byte[] Box(string type, int length)
    {
        byte[] box = new byte[Math.Max(8, length)];
        BinaryPrimitives.WriteInt32BigEndian(box, length);
        System.Text.Encoding.ASCII.GetBytes(type).CopyTo(box.AsSpan(4));
        return box;
    }

    private HttpReader Source(Func<StubAnswer> answer, string user = "") => Source(new HttpStub(answer), user);

    private HttpReader Source(HttpStub stub, string user = "") => new(
        new HttpCameraClient(new CameraUrl($"http://{user}camera/video"), stub, _time),
        rate: 10,
        _time,
        (isPaced, open) =>
        {
            _open = open;
            _ffmpegPaced.Add(isPaced);
            return new StillReader();
        });
}
