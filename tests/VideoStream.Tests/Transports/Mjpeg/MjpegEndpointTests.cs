using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Tests.Support;
using VideoStream.Transports.Mjpeg;
using VideoStream.Viewers;

namespace VideoStream.Tests.Transports.Mjpeg;

public sealed class MjpegEndpointTests : IDisposable
{
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly FakeTimeProvider _time = new();
    private readonly ConfiguredCameras _cameras;
    private readonly ViewerRegistry _viewers;
    private readonly MjpegEndpoint _endpoint;

    public MjpegEndpointTests()
    {
        _cameras = new ConfiguredCameras(_time, "Cameras:main:Source=test", "WebSocket:MaxClients=1");
        _viewers = new ViewerRegistry(_cameras.Options, _lifetime, _time, NullLogger<ViewerRegistry>.Instance);
        _endpoint = new MjpegEndpoint(_cameras.Requests, _viewers);
    }

    public void Dispose()
    {
        _viewers.Dispose();
        _cameras.Dispose();
    }

    [Fact]
    public async Task The_response_ends_normally_when_the_service_stops()
    {
        var (context, running) = Request();
        _lifetime.StopApplication();
        Assert.IsType<EmptyHttpResult>(await Limit.Within(running));
        Assert.False(context.RequestAborted.IsCancellationRequested);
    }

    /// <summary>The client may be waited for between two frames, where the loop ends before the connection is cut.</summary>
    [Fact]
    public async Task The_connection_of_a_client_that_stopped_reading_is_cut()
    {
        var (context, running) = Request();
        Assert.Single(_viewers.Viewers).Close(CloseReason.SendTimeout);
        await Limit.Within(running);
        Assert.True(context.RequestAborted.IsCancellationRequested);
    }

    [Fact]
    public async Task A_request_that_is_aborted_is_a_lost_connection()
    {
        var (context, running) = Request();
        Viewer viewer = Assert.Single(_viewers.Viewers);
        context.Abort();
        await Limit.Within(running);
        Assert.Same(CloseReason.ConnectionLost, viewer.CloseReason);
        Assert.Equal(0, _viewers.Admitted);
    }

    [Fact]
    public async Task A_client_over_the_limit_is_refused_with_503()
    {
        var (_, running) = Request();
        var (context, refused) = Request();
        var problem = Assert.IsType<ProblemHttpResult>(await Limit.Within(refused));
        Assert.Equal((StatusCodes.Status503ServiceUnavailable, 1L), (problem.StatusCode, _viewers.Refused));
        Assert.Equal("2", context.Response.Headers.RetryAfter);
        Assert.Equal("1 of 1 places are taken", problem.ProblemDetails.Detail);
        _lifetime.StopApplication();
        await Limit.Within(running);
    }

    [Fact]
    public async Task Two_streams_of_a_page_have_one_place()
    {
        Task<IResult>[] running = [Request("?page=0123abcd").Running, Request("?page=0123abcd").Running];
        Assert.Equal((2, 1), (_viewers.Admitted, _viewers.PlacesTaken));
        _lifetime.StopApplication();
        await Limit.Within(Task.WhenAll(running));
        Assert.Equal((0, 0), (_viewers.Admitted, _viewers.PlacesTaken));
    }

    [Fact]
    public async Task A_bad_parameter_is_refused_with_400_and_takes_no_place()
    {
        var (_, refused) = Request("?quality=0");
        Assert.Equal(StatusCodes.Status400BadRequest, Assert.IsType<ProblemHttpResult>(await Limit.Within(refused)).StatusCode);
        Assert.Equal((0, 0L), (_viewers.Admitted, _viewers.Refused));
    }

    private (HttpContext Context, Task<IResult> Running) Request(string query = "")
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpRequestLifetimeFeature>(new TestLifetime());
        context.Request.Method = HttpMethods.Get;
        context.Request.QueryString = new QueryString(query);
        context.Response.Body = new MemoryStream();
        return (context, _endpoint.HandleAsync(context));
    }
}
