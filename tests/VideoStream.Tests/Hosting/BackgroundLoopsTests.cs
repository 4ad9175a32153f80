using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Hosting;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Hosting;

public sealed class BackgroundLoopsTests
{
    /// <summary>The second used to return at once, and who had called it disposed of what the first was about to cancel: the loops ran for ever.</summary>
    [Fact]
    public async Task StopAsync_twice_at_once_is_over_for_both_when_all_loops_have_ended()
    {
        IOptions<VideoStreamOptions> options = Options.Create(Configured.With("Cameras:main:Source=test"));
        var cameras = new CameraRegistry(options, TimeProvider.System);
        using var encoders = new EncoderThreads(NullLogger<EncoderThreads>.Instance);
        var variants = new VariantRegistry(cameras, encoders, options, TimeProvider.System, new ListLogger<VariantSet>());
        BackgroundLoops loops = Loops.Of(cameras, variants, new ScriptedReaders { OnDemand = true }, options, TimeProvider.System);
        await loops.StartAsync(TestContext.Current.CancellationToken);

        Task first = loops.StopAsync(CancellationToken.None), second = loops.StopAsync(CancellationToken.None);

        Assert.Same(first, second);
        await Limit.Within(second);
        loops.Dispose();
    }
}
