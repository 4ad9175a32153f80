using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Http;

/// <summary>Requests to a camera, their time limit, and where redirects may lead.</summary>
public sealed class HttpCameraClientTests
{
    private const string LeadsOut = "answers 302, a redirect that leads out of HTTP, or from https to http";

    private readonly ObservedTime _time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_camera_that_accepts_and_does_not_answer_is_mute_after_the_time_limit()
    {
        using HttpCameraClient client = Client(new HttpStub(HttpStub.Silence));
        Task<SourceResult> opening = OwnThread.Run(() => client.EnsureResponse(Cancelled));
        Assert.Equal(HttpCameraClient.ResponseTimeout, await _time.NextWaitAsync());
        _time.Advance(HttpCameraClient.ResponseTimeout - TimeSpan.FromMilliseconds(1));
        Assert.False(opening.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(new CameraFault(CameraFaultKind.Mute, "http://camera"), (await Limit.Within(opening)).Fault);
    }

    [Fact]
    public async Task A_camera_that_is_not_connected_in_time_never_takes_connections()
    {
        using var client = new HttpCameraClient(new CameraUrl("http://camera/video"), Unconnected, _time);
        Task<SourceResult> opening = OwnThread.Run(() => client.EnsureResponse(Cancelled));
        _time.Advance(await _time.NextWaitAsync());
        Assert.Equal("no answer from http://camera", (await Limit.Within(opening)).Fault?.Text);

        static SourceResult<HttpConnection> Unconnected(HttpTarget target, CancellationToken cancellationToken)
        {
            Assert.True(cancellationToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)), "the connect was never cancelled");
            throw new OperationCanceledException(cancellationToken);
        }
    }

    [Fact]
    public async Task A_request_that_is_cancelled_throws()
    {
        using HttpCameraClient client = Client(new HttpStub(HttpStub.Silence));
        using var cancel = new CancellationTokenSource();
        Task<SourceResult> opening = OwnThread.Run(() => client.EnsureResponse(cancel.Token));
        await _time.NextWaitAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Limit.Within(opening));
    }

    [Fact]
    public void The_time_limit_ends_with_the_header()
    {
        using HttpCameraClient client = Client(new HttpStub(() => HttpStub.Answer("image/jpeg", [1, 2, 3])));
        Assert.True(client.EnsureResponse(Cancelled).IsOk);
        _time.Advance(HttpCameraClient.ResponseTimeout * 2);
        Assert.Equal(1, client.Response?.Body.ReadByte());
    }

    [Fact]
    public async Task Cancelling_closes_the_response_that_is_read()
    {
        using HttpCameraClient client = Client(new HttpStub(() => HttpStub.Answer("image/jpeg", [1, 2, 3])));
        using var cancel = new CancellationTokenSource();
        Assert.True(client.EnsureResponse(cancel.Token).IsOk);
        Stream body = client.Response!.Body;
        await cancel.CancelAsync();
        byte[] buffer = new byte[10];
        Assert.Throws<ObjectDisposedException>(() =>
        {
            while (body.Read(buffer) > 0)
            {
            }
        });
    }

    [Fact]
    public void A_request_is_sent_only_if_there_is_no_response()
    {
        var stub = new HttpStub(() => HttpStub.Answer("image/jpeg", []), () => HttpStub.Status(403));
        using HttpCameraClient client = Client(stub);
        Assert.True(client.EnsureResponse(Cancelled).IsOk);
        Assert.True(client.EnsureResponse(Cancelled).IsOk);
        Assert.Equal(1, stub.Requests);
        client.EndResponse();
        Assert.Equal(CameraFaultKind.Forbidden, client.EnsureResponse(Cancelled).Fault?.Kind);
    }

    [Fact]
    public void A_request_has_what_browsers_send()
    {
        var stub = new HttpStub(() => HttpStub.Answer("image/jpeg", []));
        using HttpCameraClient client = Client(stub, "http://ana:s3cret@camera:8080/a b?c=d#e");
        Assert.True(client.EnsureResponse(Cancelled).IsOk);
        Assert.Equal(
            "GET /a%20b?c=d HTTP/1.1\r\nHost: camera:8080\r\nUser-Agent: VideoStream\r\nAccept: */*\r\n\r\n", Assert.Single(stub.Received));
    }

    [Theory]
    [InlineData("rtsp://camera/else")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://[")]
    public void A_redirect_that_leads_out_of_HTTP_is_the_fault(string location)
    {
        using HttpCameraClient client = Client(new HttpStub(() => HttpStub.Status(302, $"Location: {location}\r\n")));
        Assert.Equal($"http://camera {LeadsOut}", client.EnsureResponse(Cancelled).Fault?.Text);
    }

    [Fact]
    public void A_redirect_out_of_encryption_is_the_fault()
    {
        var stub = new HttpStub(() => HttpStub.Status(302, "Location: http://camera/else\r\n"));
        using HttpCameraClient client = Client(stub, "https://camera/");
        Assert.Equal($"https://camera {LeadsOut}", client.EnsureResponse(Cancelled).Fault?.Text);
    }

    [Fact]
    public void Redirects_without_an_end_end()
    {
        var stub = new HttpStub(() => HttpStub.Status(302, "Location: /else\r\n"));
        using HttpCameraClient client = Client(stub);
        Assert.Equal("http://camera answers 302, a redirect that leads on after 5 redirects", client.EnsureResponse(Cancelled).Fault?.Text);
        Assert.Equal(6, stub.Requests);
    }

    private HttpCameraClient Client(HttpStub stub, string url = "http://camera/video") => new(new CameraUrl(url), stub, _time);
}
