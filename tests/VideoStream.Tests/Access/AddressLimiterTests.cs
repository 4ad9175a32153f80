using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Access;

namespace VideoStream.Tests.Access;

public sealed class AddressLimiterTests : IDisposable
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly AddressLimiter _limiter;

    public AddressLimiterTests()
    {
        _limiter = new(
            address => RateLimitPartition.GetConcurrencyLimiter((address, 1), _ => new() { PermitLimit = 1, QueueLimit = 1 }),
            Memory,
            _time);
    }

    public void Dispose() => _limiter.Dispose();

    [Fact]
    public void Each_address_has_its_own_limit()
    {
        using RateLimitLease first = _limiter.AttemptAcquire(IPAddress.Parse("10.0.0.1"));
        using RateLimitLease second = _limiter.AttemptAcquire(IPAddress.Parse("10.0.0.1"));
        using RateLimitLease other = _limiter.AttemptAcquire(IPAddress.Parse("10.0.0.2"));
        Assert.Equal((true, false, true), (first.IsAcquired, second.IsAcquired, other.IsAcquired));
    }

    [Fact]
    public void Nothing_runs_before_the_first_use_and_after_a_time_without_use()
    {
        Assert.False(_limiter.IsInUse);
        Assert.Equal(0, _limiter.Waiting(IPAddress.Loopback));
        Assert.False(_limiter.IsInUse);

        using RateLimitLease first = _limiter.AttemptAcquire(IPAddress.Loopback);
        _time.Advance(Memory / 2);
        using RateLimitLease second = _limiter.AttemptAcquire(IPAddress.Loopback);
        _time.Advance(Memory / 2);
        Assert.Equal((true, true, false), (_limiter.IsInUse, first.IsAcquired, second.IsAcquired));

        _time.Advance(Memory);
        Assert.False(_limiter.IsInUse);
        using RateLimitLease later = _limiter.AttemptAcquire(IPAddress.Loopback);
        Assert.True(later.IsAcquired);
    }

    [Fact]
    public async Task Who_waits_is_counted_and_gets_its_turn()
    {
        RateLimitLease first = _limiter.AttemptAcquire(IPAddress.Loopback);
        ValueTask<RateLimitLease> waiting = _limiter.AcquireAsync(IPAddress.Loopback);
        Assert.Equal((false, 1), (waiting.IsCompleted, _limiter.Waiting(IPAddress.Loopback)));

        first.Dispose();
        using RateLimitLease second = await waiting.AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.True(second.IsAcquired);
    }
}
