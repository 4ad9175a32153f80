namespace VideoStream.Relay;

/// <summary>
/// Which variants of a camera relays ask for: each with the leases that relays have of it, and when they end. Not thread-safe.
/// </summary>
internal sealed class LeaseTable(TimeProvider time)
{
    /// <summary>How often relays renew a lease: three times before it ends.</summary>
    public static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(2);

    /// <summary>How long a lease lasts that is not renewed.</summary>
    public static readonly TimeSpan Duration = 3 * RenewInterval;

    /// <summary>The most leases of one variant. A relay has one, so there are never so many.</summary>
    private const int MaxLeases = 10_000;

    private readonly Dictionary<string, Dictionary<string, Lease>> _leases = [];

    /// <summary>The variants that somebody asks for.</summary>
    public IReadOnlyCollection<string> Variants => _leases.Keys;

    /// <summary>How many leases there are.</summary>
    public int Count => _leases.Values.Sum(leases => leases.Count);

    /// <summary>Whether somebody asks for a variant.</summary>
    public bool Has(string variant) => _leases.ContainsKey(variant);

    /// <summary>Whether there is such a lease.</summary>
    public bool Has(string variant, string id) => _leases.TryGetValue(variant, out var leases) && leases.ContainsKey(id);

    /// <summary>The frames a second that somebody asks for of a variant: the most that one does; infinite for all.</summary>
    public double RateOf(string variant) => _leases.TryGetValue(variant, out var leases)
        ? leases.Values.Max(lease => lease.Rate)
        : double.PositiveInfinity;

    /// <summary>Adds a lease, or renews it.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="id">The relay's id.</param>
    /// <param name="rate">Frames a second at most.</param>
    /// <returns>False if there are too many.</returns>
    public bool TryRenew(string variant, string id, double rate = double.PositiveInfinity)
    {
        if (!_leases.TryGetValue(variant, out Dictionary<string, Lease>? leases))
            _leases[variant] = leases = [];
        if (leases.Count >= MaxLeases && !leases.ContainsKey(id))
            return false;
        leases[id] = new(time.GetTimestamp(), rate);
        return true;
    }

    /// <summary>Ends a lease, of whichever variant it is.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryEnd(string id)
    {
        bool isFound = false;
        foreach (var (variant, leases) in _leases)
        {
            if (!leases.Remove(id))
                continue;
            isFound = true;
            if (leases.Count == 0)
                _leases.Remove(variant);
        }

        return isFound;
    }

    /// <summary>Ends the leases that were not renewed in time.</summary>
    public void Expire()
    {
        foreach (var (variant, leases) in _leases)
        {
            foreach (var (id, lease) in leases)
            {
                if (time.GetElapsedTime(lease.RenewedAt) >= Duration)
                    leases.Remove(id);
            }

            if (leases.Count == 0)
                _leases.Remove(variant);
        }
    }

    /// <param name="RenewedAt">When it was renewed last.</param>
    /// <param name="Rate">Frames a second at most.</param>
    private readonly record struct Lease(long RenewedAt, double Rate);
}
