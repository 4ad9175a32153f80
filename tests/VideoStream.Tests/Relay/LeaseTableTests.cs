using Microsoft.Extensions.Time.Testing;
using VideoStream.Relay;

namespace VideoStream.Tests.Relay;

public sealed class LeaseTableTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LeaseTable _leases;

    public LeaseTableTests() => _leases = new LeaseTable(_time);

    [Fact]
    public void Expire_NotRenewed_Ends()
    {
        _leases.TryRenew("a", "one");
        _time.Advance(LeaseTable.Duration);
        _leases.Expire();

        Assert.False(_leases.Has("a"));
        Assert.Equal(0, _leases.Count);
    }

    [Fact]
    public void Expire_RenewedByOneOfTwo_GoesOn()
    {
        _leases.TryRenew("a", "one");
        _leases.TryRenew("a", "two");
        _time.Advance(LeaseTable.Duration / 2);
        _leases.TryRenew("a", "two");
        _time.Advance(LeaseTable.Duration / 2);
        _leases.Expire();

        Assert.True(_leases.Has("a"));
        Assert.Equal(1, _leases.Count);
    }

    [Fact]
    public void End_LastLease_EndsTheVariant()
    {
        _leases.TryRenew("a", "one");
        _leases.TryRenew("b", "two");
        Assert.True(_leases.TryEnd("one"));
        Assert.False(_leases.TryEnd("unknown"));

        Assert.Equal(["b"], _leases.Variants);
    }

    [Fact]
    public void RateOf_SeveralLeases_IsTheHighest()
    {
        _leases.TryRenew("a", "one", 5);
        _leases.TryRenew("a", "two", 10);
        Assert.Equal(10, _leases.RateOf("a"));
        _leases.TryEnd("two");
        Assert.Equal(5, _leases.RateOf("a"));
        _leases.TryRenew("a", "one");
        Assert.Equal(double.PositiveInfinity, _leases.RateOf("a"));
    }

    [Fact]
    public void TryRenew_TooMany_RefusesNewOnesOnly()
    {
        for (int i = 0; i < 10_000; i++)
            Assert.True(_leases.TryRenew("a", $"{i}"));

        Assert.False(_leases.TryRenew("a", "one more"));
        Assert.True(_leases.TryRenew("a", "9"));
        Assert.True(_leases.TryRenew("b", "one more"));
    }
}
