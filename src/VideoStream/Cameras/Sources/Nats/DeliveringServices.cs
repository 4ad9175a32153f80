using System.Collections.Concurrent;

namespace VideoStream.Cameras.Sources.Nats;

/// <summary>
/// Which services sent frames lately over a connection. On a thin link an answer can wait behind them for seconds, so one that is late
/// says nothing about such a service. For any thread.
/// </summary>
internal sealed class DeliveringServices(TimeProvider time)
{
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<long, long> _deliveredAt = [];

    /// <summary>A frame of a service has come.</summary>
    public void Add(long instance) => _deliveredAt[instance] = time.GetTimestamp();

    /// <summary>Whether one has come lately.</summary>
    public bool Has(long instance)
    {
        if (!_deliveredAt.TryGetValue(instance, out long at))
            return false;
        bool isRecent = time.GetElapsedTime(at) < Recent;
        if (!isRecent)
            _deliveredAt.TryRemove(new(instance, at));
        return isRecent;
    }
}
