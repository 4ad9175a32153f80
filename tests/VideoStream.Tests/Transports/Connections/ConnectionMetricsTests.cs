using VideoStream.Tests.Support;
using VideoStream.Transports.Connections;

namespace VideoStream.Tests.Transports.Connections;

public sealed class ConnectionMetricsTests : IDisposable
{
    private readonly TestMeters _meters = new();

    public void Dispose() => _meters.Dispose();

    [Fact]
    public void Open_connections_and_those_that_gave_way_are_counted()
    {
        var budget = new ConnectionBudget(2);
        _ = new ConnectionMetrics(budget, _meters);
        Assert.Equal((0, 2, 0), Values());

        ConnectionSlot? evicted = null;
        for (int i = 0; i < 3; i++)
            Assert.True(budget.TryEnter(new ConnectionSlot(() => { }), out evicted));
        Assert.Equal((3, 2, 1), Values());

        budget.Leave(evicted!);
        Assert.Equal((2, 2, 1), Values());
    }

    private (double Active, double Limit, double Evictions) Values() => (
        _meters.Value("videostream.connection.active"),
        _meters.Value("videostream.connection.limit"),
        _meters.Value("videostream.connection.evictions"));
}
