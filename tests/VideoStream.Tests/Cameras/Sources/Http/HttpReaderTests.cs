using System.Net;
using System.Net.Sockets;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Http;

public sealed class HttpSourceTests
{
    private static readonly byte[] Jpeg = CameraJpeg.Noise();

    private readonly List<bool> _handedOver = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("image/jpeg")]
    [InlineData("Image/JPEG")]
    [InlineData("multipart/x-mixed-replace;boundary=frame")]
    public void A_camera_that_sends_jpegs_is_read_here(string type)
    {
        byte[] body = type.StartsWith("multipart", StringComparison.Ordinal) ? [.. "--frame\r\n\r\n"u8, .. Jpeg] : Jpeg;
        using ICameraReader source = Source(() => HttpStub.Answer(type, body));
        Assert.True(source.Open(Cancelled).IsOk);
        Assert.Equal(Jpeg, source.NextJpeg());
        Assert.Empty(_handedOver);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(1000L, true)]
    public void All_else_is_ffmpegs_at_its_own_rate_if_it_is_a_file(long? length, bool isPaced)
    {
        using ICameraReader source = Source(() => HttpStub.Answer("video/mp4", new MemoryStream([1]), length));
        Assert.True(source.Open(Cancelled).IsOk);
        Assert.Equal([isPaced], _handedOver);
    }

    [Theory]
    [InlineData("text/html", "http://camera answers with a web page (text/html), not with a picture")]
    [InlineData("application/json", "http://camera answers with text (application/json), not with a picture")]
    public void A_page_is_no_frame(string type, string reason)
    {
        using ICameraReader source = Source(() => HttpStub.Answer(type, "hello"u8.ToArray()));
        Assert.Equal(reason, source.Open(Cancelled).Fault?.Text);
        Assert.Empty(_handedOver);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "", "http://camera asks for a user name and password")]
    [InlineData(HttpStatusCode.Unauthorized, "ana:s3cret@", "http://camera refuses the user name or password")]
    [InlineData(HttpStatusCode.Forbidden, "", "http://camera forbids it (403)")]
    [InlineData(HttpStatusCode.NotFound, "", "http://camera has nothing at that path (404)")]
    [InlineData(HttpStatusCode.BadGateway, "", "http://camera answers 502")]
    public void A_status_that_is_no_success_is_the_fault(HttpStatusCode status, string user, string reason)
    {
        using ICameraReader source = Source(() => new HttpResponseMessage(status), user);
        Assert.Equal(reason, source.Open(Cancelled).Fault?.Text);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, SocketError.HostNotFound, "unknown host: camera")]
    [InlineData(HttpRequestError.ConnectionError, SocketError.ConnectionRefused, "http://camera: connection refused, nothing listens there")]
    [InlineData(HttpRequestError.ConnectionError, SocketError.HostUnreachable, "no route to http://camera")]
    [InlineData(HttpRequestError.ConnectionError, SocketError.TimedOut, "no answer from http://camera")]
    [InlineData(
        HttpRequestError.ConnectionError, SocketError.ConnectionReset, "http://camera: connection lost before an answer came")]
    [InlineData(HttpRequestError.InvalidResponse, null, "http://camera doesn't speak HTTP")]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, null, "http://camera: the header of its answer is too long")]
    [InlineData(HttpRequestError.ResponseEnded, null, "http://camera: connection lost before an answer came")]
    public void A_request_that_fails_says_why(HttpRequestError error, SocketError? socket, string reason)
    {
        Exception? inner = socket is { } code ? new SocketException((int)code) : null;
        using ICameraReader source = Source(() => throw new HttpRequestException(error, "failed", inner));
        Assert.Equal(reason, source.Open(Cancelled).Fault?.Text);
    }

    [Fact]
    public void A_camera_that_accepts_and_does_not_answer_is_mute()
    {
        using ICameraReader source = Source(() => throw new TaskCanceledException());
        Assert.Equal(new CameraFault(CameraFaultKind.Mute, "http://camera"), source.Open(Cancelled).Fault);
    }

    private HttpSource Source(Func<HttpResponseMessage> answer, string user = "") => new(
        new HttpCameraClient(new CameraUrl($"http://{user}camera/video"), new HttpStub(answer)),
        rate: 10,
        TimeProvider.System,
        isPaced =>
        {
            _handedOver.Add(isPaced);
            return new StillReader();
        });
}
