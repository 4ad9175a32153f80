using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;
using VideoStream.Tests.Support;
using VideoStream.Transports.Snapshot;

namespace VideoStream.Tests.Transports.Snapshot;

public sealed class SnapshotEndpointTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ConfiguredCameras _cameras;
    private readonly SnapshotLimit _limit = new();
    private readonly SnapshotSends _sends;
    private readonly SnapshotEndpoint _endpoint;
    private readonly Camera _camera;

    public SnapshotEndpointTests()
    {
        _cameras = new ConfiguredCameras(_time, "Cameras:main:Source=test");
        _sends = new SnapshotSends(_time);
        _endpoint = new SnapshotEndpoint(
            _cameras.Requests, _limit, _sends, new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), _time);
        _camera = _cameras.Cameras.All.Single();
        FrameCapture.TryPublish(_camera, new PaintedReader(), _camera.Connect(null));
    }

    public void Dispose()
    {
        _camera.Close();
        _cameras.Dispose();
    }

    [Fact]
    public async Task A_client_that_goes_in_the_middle_of_the_snapshot_is_sent_nothing_else()
    {
        using var aborted = new CancellationTokenSource();
        var context = new DefaultHttpContext { RequestAborted = aborted.Token };
        context.Response.Body = new AbortedStream(aborted);
        IResult result = await Limit.Within(_endpoint.HandleAsync(context));
        await Limit.Within(result.ExecuteAsync(context));

        // A problem document would be an error: the response has started.
        Assert.Equal(StatusCodes.Status200OK, context.Response.StatusCode);
        Assert.Equal("image/jpeg", context.Response.ContentType);
    }

    [Fact]
    public async Task Clients_that_read_nothing_keep_no_other_from_its_snapshot()
    {
        Task[] slow = [.. Enumerable.Range(0, SnapshotSends.AtOnce - 1).Select(_ => AnswerAsync(new UnreadStream()))];
        Limit.Until(() => _sends.Count == slow.Length);
        for (int i = 0; i < 10; i++)
        {
            using var body = new MemoryStream();
            await Limit.Within(AnswerAsync(body));
            Assert.True(body.Length > 100);
        }

        Assert.All(slow, task => Assert.False(task.IsCompleted));
        _time.Advance(SnapshotSends.LongestSend);
        await Limit.Within(Task.WhenAll(slow));
        Assert.Equal(0, _sends.Count);
    }

    private async Task AnswerAsync(Stream body)
    {
        var context = new DefaultHttpContext();
        var lifetime = new TestLifetime();
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        context.Response.Body = body;
        IResult result = await _endpoint.HandleAsync(context);
        await result.ExecuteAsync(context);
    }

    /// <summary>The response to a client that reads nothing: a write waits for the end of the request.</summary>
    private sealed class UnreadStream : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    /// <summary>A response of which the client reads nothing before it goes.</summary>
    private sealed class AbortedStream(CancellationTokenSource aborted) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await aborted.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
