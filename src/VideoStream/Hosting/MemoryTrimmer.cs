namespace VideoStream.Hosting;

/// <summary>Frees what viewers and cameras used that are gone: garbage when it has grown, and native memory once a minute.</summary>
internal sealed class MemoryTrimmer(TimeProvider time)
{
    private const int ChecksPerTrim = 12;

    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(5);

    private readonly HeapBudget _budget = new();
    private int _checks;

    /// <summary>How often the heap was looked at.</summary>
    public int Checks => Volatile.Read(ref _checks);

    /// <summary>How often native memory was freed.</summary>
    public int Trims { get; private set; }

    /// <summary>Runs until cancelled.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(CheckInterval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
            Check();
    }

    private void Check()
    {
        // What the start needed is garbage by now.
        if (_checks == 0)
        {
            Collect(GC.MaxGeneration);
            NativeMemory.Trim();
        }

        if (_budget.DueGeneration(GC.GetTotalMemory(forceFullCollection: false)) is { } generation)
        {
            Collect(generation);
            _budget.OnCollected(generation, GC.GetTotalMemory(forceFullCollection: false));
        }

        if ((_checks + 1) % ChecksPerTrim == 0)
        {
            NativeMemory.Trim();
            Trims++;
        }

        Interlocked.Increment(ref _checks);
    }

    private static void Collect(int generation)
    {
        bool isFull = generation == GC.MaxGeneration;
        // A few milliseconds for a young one, about 20 for a full one (bench/HISTORY.md). Only the aggressive mode returns to the system at
        // once what it has freed.
        GC.Collect(generation, isFull ? GCCollectionMode.Aggressive : GCCollectionMode.Forced, blocking: true, compacting: isFull);
    }
}
