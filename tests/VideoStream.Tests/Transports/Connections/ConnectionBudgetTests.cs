using VideoStream.Configuration;
using VideoStream.Transports.Connections;

namespace VideoStream.Tests.Transports.Connections;

public sealed class ConnectionBudgetTests
{
    private readonly ConnectionBudget _budget = new(limit: 3);

    [Fact]
    public void Below_the_limit_nobody_gives_way()
    {
        ConnectionSlot[] slots = Enter(3);
        Assert.All(slots, slot => Assert.Equal((false, false), (slot.IsEvicted, slot.IsReserve)));
        Assert.Equal(3, _budget.Open);
    }

    [Fact]
    public void At_the_limit_the_connection_that_was_idle_for_longest_gives_way()
    {
        ConnectionSlot[] slots = Enter(3);
        // The first one is used, and so idle for the shortest time.
        _budget.BeginRequest(slots[0]);
        _budget.EndRequest(slots[0]);
        var next = new ConnectionSlot(() => { });
        Assert.True(_budget.TryEnter(next, out ConnectionSlot? evicted));
        Assert.Same(slots[1], evicted);
        Assert.Equal((true, false), (evicted!.IsEvicted, next.IsReserve));
    }

    [Fact]
    public void A_connection_with_a_request_never_gives_way()
    {
        ConnectionSlot[] slots = Enter(3);
        // Two requests at a time on the last one, of which one ends.
        Array.ForEach(slots, _budget.BeginRequest);
        _budget.BeginRequest(slots[2]);
        _budget.EndRequest(slots[2]);
        Assert.True(_budget.TryEnter(new ConnectionSlot(() => { }), out ConnectionSlot? evicted));
        Assert.Null(evicted);
    }

    [Fact]
    public void Above_the_limit_only_the_reserve_is_let_in()
    {
        Array.ForEach(Enter(3), _budget.BeginRequest);
        ConnectionSlot[] reserve = Enter(ConnectionBudget.Reserve);
        Assert.All(reserve, slot => Assert.True(slot.IsReserve));
        Array.ForEach(reserve, _budget.BeginRequest);
        Assert.False(_budget.TryEnter(new ConnectionSlot(() => { }), out ConnectionSlot? evicted));
        Assert.Null(evicted);
        Assert.Equal(3 + ConnectionBudget.Reserve, _budget.Open);
    }

    [Fact]
    public void An_idle_connection_of_the_reserve_gives_way_when_it_is_used_up()
    {
        Array.ForEach(Enter(3), _budget.BeginRequest);
        ConnectionSlot[] reserve = Enter(ConnectionBudget.Reserve);
        Assert.All(reserve, slot => Assert.False(slot.IsEvicted));
        Assert.True(_budget.TryEnter(new ConnectionSlot(() => { }), out ConnectionSlot? evicted));
        Assert.Same(reserve[0], evicted);
    }

    /// <summary>A connection that is being cut still has its descriptor.</summary>
    [Fact]
    public void However_many_come_there_are_never_more_open_than_the_descriptors_allow()
    {
        var open = new List<ConnectionSlot>();
        for (int i = 0; i < 1000; i++)
        {
            var slot = new ConnectionSlot(() => { });
            if (_budget.TryEnter(slot, out _))
                open.Add(slot);
            Assert.InRange(_budget.Open, 0, 3 + ConnectionBudget.Reserve + ConnectionBudget.MaxCut);
        }

        open.ForEach(_budget.Leave);
        Assert.Equal(0, _budget.Open);
        Assert.All(Enter(3), slot => Assert.False(slot.IsReserve));
    }

    [Fact]
    public void A_request_on_a_connection_that_gives_way_does_not_make_it_idle_again()
    {
        ConnectionSlot[] slots = Enter(3);
        _budget.TryEnter(new ConnectionSlot(() => { }), out ConnectionSlot? evicted);
        Assert.Same(slots[0], evicted);
        _budget.BeginRequest(slots[0]);
        _budget.EndRequest(slots[0]);
        _budget.Leave(slots[0]);
        _budget.TryEnter(new ConnectionSlot(() => { }), out evicted);
        Assert.Same(slots[1], evicted);
    }

    [Theory]
    [InlineData(0, 1000, 840)]
    [InlineData(50, 1000, 50)]
    [InlineData(5000, 1000, 840)]
    [InlineData(0, 70, ConnectionBudget.Reserve)]
    public void The_limit_leaves_descriptors_for_cameras(int configured, int openFiles, int limit) =>
        Assert.Equal(limit, ConnectionBudget.Of(new LimitsOptions { MaxConnections = configured }, openFiles).Limit);

    private ConnectionSlot[] Enter(int count)
    {
        ConnectionSlot[] slots = [.. Enumerable.Range(0, count).Select(_ => new ConnectionSlot(() => { }))];
        Assert.All(slots, slot => Assert.True(_budget.TryEnter(slot, out _)));
        return slots;
    }
}
