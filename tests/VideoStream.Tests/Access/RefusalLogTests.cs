using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Access;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Access;

/// <summary>A line a minute for each subject, and a bounded number of subjects.</summary>
public sealed class RefusalLogTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ListLogger<RefusalLog> _logger = new();
    private readonly RefusalLog _log;

    public RefusalLogTests() => _log = new RefusalLog(_time, _logger);

    [Fact]
    public void Each_subject_has_a_line_of_its_own()
    {
        for (int i = 0; i < 3; i++)
        {
            Refuse("a");
            Refuse("b");
            _log.Refused(RefusalCause.Host, "remote", "host a", "a");
        }

        Assert.Equal(["Refused remote: origin a", "Refused remote: origin b", "Refused remote: host a"], Lines());
    }

    [Fact]
    public void Subjects_without_end_share_a_line()
    {
        for (int i = 0; i < 10_000; i++)
            Refuse($"{i}");
        Assert.Equal(RefusalLog.MaxSubjects + 1, Lines().Length);
        _time.Advance(TimeSpan.FromMinutes(1));
        Refuse("new");
        Assert.Equal(["Refused remote: origin new"], Lines());
    }

    [Fact]
    public void A_reason_that_never_ends_is_cut()
    {
        _log.Refused(RefusalCause.Origin, "remote", new string('x', 10_000));
        Assert.InRange(Assert.Single(Lines()).Length, 1, 250);
    }

    private void Refuse(string subject) => _log.Refused(RefusalCause.Origin, "remote", "origin " + subject, subject);

    private string[] Lines()
    {
        List<(LogLevel Level, string Message)> lines = _logger.Rest();
        Assert.All(lines, line => Assert.Equal(LogLevel.Warning, line.Level));
        return [.. lines.Select(line => line.Message)];
    }
}
