using Microsoft.Extensions.Logging;
using VideoStream.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.Tests.Viewers;

public sealed class SkipLogTests : IAsyncDisposable
{
    private readonly InlineDelivery _delivery = new();
    private readonly ListLogger<SkipLog> _lines = new();
    private readonly SkipLog _log;

    public SkipLogTests() => _log = new SkipLog(_delivery.Viewers.Totals, _delivery.Time, _lines);

    public ValueTask DisposeAsync() => _delivery.DisposeAsync();

    [Fact]
    public void Skipped_frames_are_logged_once_a_minute_while_they_happen()
    {
        _delivery.Deliver();
        Miss(4);
        _log.Tick();
        Assert.Empty(_lines.Rest());

        PassMinute();
        Assert.Equal(
            (LogLevel.Information,
                "Camera gate: viewers missed 4 frames within a minute, and were sent 2. "
                + "Missed because of slow links: 0, slow clients: 0, this machine: 0, other: 4"),
            Assert.Single(_lines.Rest()));

        PassMinute();
        Assert.Empty(_lines.Rest());
    }

    [Fact]
    public void A_frame_in_hundreds_is_not_worth_a_line()
    {
        for (int i = 0; i < 150; i++)
            _delivery.Deliver();
        Miss(1);
        PassMinute();
        Assert.Empty(_lines.Rest());
    }

    /// <summary>Captures frames that the viewer gets too late, and one that it gets.</summary>
    private void Miss(int frames)
    {
        for (int i = 0; i < frames; i++)
            _delivery.Capture();
        _delivery.Deliver();
    }

    private void PassMinute()
    {
        _delivery.Time.Advance(TimeSpan.FromMinutes(1));
        _log.Tick();
    }
}
