using Microsoft.Extensions.Time.Testing;
using VideoStream.Hosting;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Hosting;

public sealed class BackgroundLoopsTests
{
    /// <summary>If the second call returned at once, its caller would dispose what the first is about to cancel.</summary>
    [Fact]
    public async Task Two_calls_of_StopAsync_at_once_both_end_when_all_loops_have_ended()
    {
        var time = new FakeTimeProvider();
        using var cameras = new ConfiguredCameras(time, "Cameras:main:Source=test");
        BackgroundLoops loops = Loops.Of(cameras, new ScriptedReaders { OnDemand = true }, time);
        await loops.StartAsync(TestContext.Current.CancellationToken);

        Task first = loops.StopAsync(CancellationToken.None), second = loops.StopAsync(CancellationToken.None);

        Assert.Same(first, second);
        await Limit.Within(second);
        loops.Dispose();
    }
}
