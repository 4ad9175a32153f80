using System.Threading.Channels;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using VideoStream.Hosting;
using VideoStream.Hosting.Systemd;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Hosting.Systemd;

public sealed class SystemdWatchdogTests : ISystemdNotifier, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly ObservedTime _time = new();
    private readonly ListLogger<SystemdWatchdog> _log = new();
    private readonly Channel<string> _messages = Channel.CreateUnbounded<string>();
    private readonly SystemdWatchdog _watchdog;
    private LoopProgress _progress;

    public SystemdWatchdogTests()
    {
        var loop = new SupervisedLoop("front", _ => Task.CompletedTask, _time, Random.Shared, NullLogger<SupervisedLoop>.Instance)
        {
            Progress = () => _progress,
        };
        _watchdog = new SystemdWatchdog(() => [loop], this, Task.CompletedTask, 3 * Interval, _time, _log);
    }

    public bool IsEnabled => true;

    public void Dispose() => _watchdog.Dispose();

    void ISystemdNotifier.Notify(ServiceState state) => _messages.Writer.TryWrite(state.ToString());

    [Fact]
    public async Task Systemd_is_notified_while_the_loops_turn_and_not_while_one_hangs()
    {
        await StartAsync();
        for (int i = 0; i < 3; i++)
            Assert.Equal("WATCHDOG=1", await NextMessageAsync());

        _progress = new LoopProgress(7, HasWork: true);
        // The first check sees its steps, and the next ones count.
        for (int i = 0; i < 2; i++)
            Assert.Equal("WATCHDOG=1", await NextMessageAsync());
        for (int i = 0; i < 2; i++)
        {
            _time.Advance(Interval);
            const string expected = "Loops hang: front. Unless they go on, systemd restarts the service.";
            Assert.Equal((LogLevel.Critical, expected), await _log.NextAsync());
        }

        Assert.False(_messages.Reader.TryPeek(out _));
        _progress = new LoopProgress(8, HasWork: true);
        Assert.Equal("WATCHDOG=1", await NextMessageAsync());
        await StopAsync();
    }

    private async Task StartAsync()
    {
        await _watchdog.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Interval, await _time.NextWaitAsync());
    }

    private async Task StopAsync()
    {
        await Limit.Within(_watchdog.StopAsync(TestContext.Current.CancellationToken));
        Assert.Empty(_log.Rest());
    }

    private Task<string> NextMessageAsync()
    {
        _time.Advance(Interval);
        return Limit.Within(_messages.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask());
    }
}
