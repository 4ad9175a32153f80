using VideoStream.Access;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Access;

public sealed class RefusalMetricsTests : IDisposable
{
    private readonly TestMeters _meters = new();
    private readonly RefusalCounts _counts = new();

    public RefusalMetricsTests() => _ = new RefusalMetrics(_counts, _meters);

    public void Dispose() => _meters.Dispose();

    [Fact]
    public void Each_refusal_is_counted_by_its_reason_whether_it_is_logged_or_not()
    {
        var log = new RefusalLog(new SettableTime(), new ListLogger<RefusalLog>(), _counts);
        for (int i = 0; i < 5; i++)
            log.Refused(RefusalCause.Origin, "somewhere", "a page");
        log.Refused(RefusalCause.TooManyClients, "somewhere", "full");

        Assert.Equal(5, _meters.Value("videostream.access.refusals", "refusal.reason=origin"));
        Assert.Equal(1, _meters.Value("videostream.access.refusals", "refusal.reason=too_many_clients"));
        Assert.Equal(0, _meters.Value("videostream.access.refusals", "refusal.reason=too_many_handshakes"));
    }
}
