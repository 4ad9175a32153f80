using System.Net;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Http;

public sealed class HttpCameraClientTests
{
    private readonly ObservedTime _time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_camera_that_accepts_and_does_not_answer_is_mute_after_the_time_limit()
    {
        using HttpCameraClient client = Client(new SilentHandler());
        Task<SourceResult> opening = OwnThread.Run(() => client.EnsureResponse(Cancelled));
        Assert.Equal(HttpCameraClient.ResponseTimeout, await _time.NextWaitAsync());
        _time.Advance(HttpCameraClient.ResponseTimeout - TimeSpan.FromMilliseconds(1));
        Assert.False(opening.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(new CameraFault(CameraFaultKind.Mute, "http://camera"), (await Limit.Within(opening)).Fault);
    }

    [Fact]
    public async Task A_request_that_is_cancelled_throws()
    {
        using HttpCameraClient client = Client(new SilentHandler());
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
        Assert.Equal(1, client.ReadBody(Cancelled).ReadByte());
    }

    [Fact]
    public async Task Cancelling_closes_the_response_that_is_read()
    {
        using HttpCameraClient client = Client(new HttpStub(() => HttpStub.Answer("image/jpeg", [1, 2, 3])));
        using var cancel = new CancellationTokenSource();
        Assert.True(client.EnsureResponse(cancel.Token).IsOk);
        Stream body = client.ReadBody(cancel.Token);
        await cancel.CancelAsync();
        Assert.Throws<ObjectDisposedException>(() => body.ReadByte());
    }

    [Fact]
    public void A_request_is_sent_only_if_there_is_no_response()
    {
        var stub = new HttpStub(() => HttpStub.Answer("image/jpeg", []), () => new HttpResponseMessage(HttpStatusCode.Forbidden));
        using HttpCameraClient client = Client(stub);
        Assert.True(client.EnsureResponse(Cancelled).IsOk);
        Assert.True(client.EnsureResponse(Cancelled).IsOk);
        Assert.Equal(1, stub.Requests);
        client.EndResponse();
        Assert.Equal(CameraFaultKind.Forbidden, client.EnsureResponse(Cancelled).Fault?.Kind);
    }

    private HttpCameraClient Client(HttpMessageHandler handler) => new(new CameraUrl("http://camera/video"), handler, _time);

    /// <summary>A camera that never answers.</summary>
    private sealed class SilentHandler : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.True(cancellationToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)), "the request was never cancelled");
            throw new OperationCanceledException(cancellationToken);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
