using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Http;

/// <summary>What is read without ffmpeg, and why a camera is not read at all.</summary>
public sealed class HttpReaderTests
{
    private static readonly byte[] Jpeg = CameraJpeg.Noise();

    private readonly FakeTimeProvider _time = new();
    private bool _isReadByFfmpeg;

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
        Assert.False(_isReadByFfmpeg);
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

        Assert.False(_isReadByFfmpeg);
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
    [InlineData("text/html", "http://camera answers with a web page (text/html), not with a picture")]
    [InlineData("application/json", "http://camera answers with text (application/json), not with a picture")]
    public void A_page_is_a_fault(string type, string reason)
    {
        using ICameraReader source = Source(() => HttpStub.Answer(type, "hello"u8.ToArray()));
        Assert.Equal(reason, source.Open(Cancelled).Fault?.Text);
        Assert.False(_isReadByFfmpeg);
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

    private HttpReader Source(Func<StubAnswer> answer, string user = "") => Source(new HttpStub(answer), user);

    private HttpReader Source(HttpStub stub, string user = "") => new(
        new HttpCameraClient(new CameraUrl($"http://{user}camera/video"), stub, _time),
        rate: 10,
        _time,
        new PlaylistWatch(_time),
        () => new StillReader(),
        (_, _) =>
        {
            _isReadByFfmpeg = true;
            return new StillReader();
        });
}
