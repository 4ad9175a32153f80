using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Hosting;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Hosting;

public sealed class BackgroundLoopsTests
{
    /// <summary>If the second call returned at once, its caller would dispose what the first is about to cancel.</summary>
    [Fact]
    public async Task Two_calls_of_StopAsync_at_once_both_end_when_all_loops_have_ended()
    {
        IOptions<VideoStreamOptions> options = Options.Create(Configured.With("Cameras:main:Source=test"));
        var time = new FakeTimeProvider();
        var cameras = new CameraRegistry(options, time);
        using var encoders = new EncoderThreads(NullLogger<EncoderThreads>.Instance);
        var variants = new VariantRegistry(cameras, encoders, options, time, new ListLogger<VariantSet>());
        BackgroundLoops loops = Loops.Of(cameras, variants, new ScriptedReaders { OnDemand = true }, options, time);
        await loops.StartAsync(TestContext.Current.CancellationToken);

        Task first = loops.StopAsync(CancellationToken.None), second = loops.StopAsync(CancellationToken.None);

        Assert.Same(first, second);
        await Limit.Within(second);
        loops.Dispose();
    }
}
