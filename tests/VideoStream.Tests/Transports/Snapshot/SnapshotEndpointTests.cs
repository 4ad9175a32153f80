using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Tests.Support;
using VideoStream.Transports;
using VideoStream.Transports.Snapshot;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Transports.Snapshot;

public sealed class SnapshotEndpointTests
{
    [Fact]
    public async Task A_client_that_goes_in_the_middle_of_the_snapshot_is_sent_nothing_else()
    {
        IOptions<VideoStreamOptions> options = Options.Create(Configured.With("Cameras:main:Source=test"));
        var time = new FakeTimeProvider();
        var cameras = new CameraRegistry(options, time);
        using var encoders = new EncoderThreads(NullLogger<EncoderThreads>.Instance);
        var variants = new VariantRegistry(cameras, encoders, options, time, new ListLogger<VariantSet>());
        using var limit = new SnapshotLimit();
        var requests = new StreamRequestReader(cameras, variants, new SettingTable(options.Value), options);
        var endpoint = new SnapshotEndpoint(requests, limit, new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), time);
        Camera camera = cameras.All.Single();
        FrameCapture.TryPublish(camera, new PaintedReader(), camera.Connect(null));

        using var aborted = new CancellationTokenSource();
        var context = new DefaultHttpContext { RequestAborted = aborted.Token };
        context.Response.Body = new AbortedStream(aborted);
        IResult result = await Limit.Within(endpoint.HandleAsync(context));
        await Limit.Within(result.ExecuteAsync(context));

        // A problem document would be an error: the response has started.
        Assert.Equal(StatusCodes.Status200OK, context.Response.StatusCode);
        Assert.Equal("image/jpeg", context.Response.ContentType);
        camera.Close();
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
