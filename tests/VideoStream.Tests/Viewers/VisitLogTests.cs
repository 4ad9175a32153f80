using Microsoft.Extensions.Logging;
using VideoStream.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.Tests.Viewers;

public sealed class VisitLogTests : IAsyncDisposable
{
    private readonly CameraRig _rig = new();
    private readonly ListLogger<VisitLog> _lines = new();
    private readonly List<Viewer> _viewers = [];
    private readonly VisitLog _log;

    public VisitLogTests() => _log = new VisitLog(_rig.Time, _lines);

    public async ValueTask DisposeAsync()
    {
        _viewers.ForEach(viewer => viewer.Dispose());
        await _rig.DisposeAsync();
    }

    [Fact]
    public void A_start_is_logged_once_the_visit_is_no_short_one()
    {
        Visit visit = Begin();
        Pass(VisitLog.Short - TimeSpan.FromSeconds(1), visit);
        Assert.Empty(_lines.Rest());
        Pass(TimeSpan.FromSeconds(1), visit);
        Pass(TimeSpan.FromSeconds(1), visit);
        Assert.Equal(
            (LogLevel.Information, $"Viewer {visit.Viewer.Id} (WebSocket) from somewhere watches camera front"),
            Assert.Single(_lines.Rest()));

        End(visit, CloseReason.ClientClosed);
        Assert.StartsWith(
            $"Viewer {visit.Viewer.Id} ended: closed by the client. 4.0 s", Assert.Single(_lines.Rest()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Short_visits_are_logged_in_sum_a_minute_after_the_first()
    {
        for (int second = 0; second < 60; second++)
        {
            End(Begin(), second % 2 == 0 ? CloseReason.ClientClosed : CloseReason.ConnectionLost);
            Assert.Empty(_lines.Rest());
            Pass(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(
            (LogLevel.Information,
                "Visits of less than 3 s, within 60 s: 60, the last from somewhere. For single pictures use /snapshot.jpg"),
            Assert.Single(_lines.Rest()));
        Pass(TimeSpan.FromMinutes(2));
        Assert.Empty(_lines.Rest());
    }

    [Fact]
    public void The_sum_is_logged_when_the_service_stops()
    {
        End(Begin(), CloseReason.ClientClosed);
        _log.Flush();
        Assert.StartsWith("Visits of less than 3 s, within 0 s: 1,", Assert.Single(_lines.Rest()).Message, StringComparison.Ordinal);
        _log.Flush();
        Assert.Empty(_lines.Rest());
    }

    [Fact]
    public void A_short_visit_that_the_client_did_not_end_is_logged_by_itself()
    {
        Visit visit = Begin();
        End(visit, CloseReason.TooManyErrors);
        Assert.Equal(
            [
                $"Viewer {visit.Viewer.Id} (WebSocket) from somewhere watches camera front",
                $"Viewer {visit.Viewer.Id} ended: the client sent only bad messages. 0.0 s, 0 frames sent, 0 skipped",
            ],
            _lines.Rest().Select(line => line.Message));
    }

    [Fact]
    public void Viewers_that_come_and_go_without_end_do_not_fill_the_log()
    {
        for (int i = 0; i < VisitLog.MaxLines; i++)
            End(Begin(), CloseReason.TooManyErrors);
        (LogLevel Level, string Message)[] lines = [.. _lines.Rest()];
        Assert.Equal(VisitLog.MaxLines + 1, lines.Length);
        Assert.Equal(
            (LogLevel.Warning, "Viewers started and ended 300 times within a minute. The next ones are not logged."), lines[^1]);
    }

    private Visit Begin()
    {
        Viewer viewer = _rig.Admit();
        _viewers.Add(viewer);
        return _log.Begin(viewer);
    }

    private void End(Visit visit, CloseReason reason)
    {
        visit.Viewer.Close(reason);
        _log.End(visit);
    }

    private void Pass(TimeSpan time, params Visit[] visits)
    {
        _rig.Time.Advance(time);
        _log.Tick(visits);
    }
}
