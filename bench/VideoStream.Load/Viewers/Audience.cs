using System.Diagnostics;
using System.Net;
using VideoStream.Load.Measuring;
using VideoStream.Load.Options;

namespace VideoStream.Load.Viewers;

/// <summary>All viewers of one run.</summary>
internal sealed class Audience : IDisposable
{
    // Small enough for a server's accept queue, and fast enough for a thousand viewers.
    private const int ConnectingAtOnce = 32;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LeaveTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PingInterval = TimeSpan.FromMilliseconds(10);

    private readonly IPEndPoint _server;
    private readonly Viewer[] _viewers;

    public Audience(LoadOptions options, IPEndPoint server, MeasuredTime measured, AgeHistogram ages, FrameTrace? trace)
    {
        _server = server;
        _viewers = [.. Enumerable.Range(0, options.Viewers)
            .Select(i => new Viewer(options, i, server.AddressFamily, measured, ages, trace))];
    }

    public IReadOnlyList<Viewer> Viewers => _viewers;

    /// <summary>Connects all viewers. A viewer that fails reports it in <see cref="Viewer.End"/>.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ConnectTimeout);
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = ConnectingAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(_viewers, atOnce, async (viewer, _) => await viewer.ConnectAsync(_server, timeout.Token));
    }

    /// <summary>Sends pings from all viewers in turn, at a steady rate, until cancelled.</summary>
    /// <param name="rate">Pings a second of each viewer.</param>
    /// <param name="cancellationToken">Ends the pings.</param>
    public async Task PingAsync(double rate, CancellationToken cancellationToken)
    {
        Viewer[] reading = [.. _viewers.Where(viewer => !viewer.IsSlow)];
        if (rate <= 0 || reading.Length == 0)
            return;
        using var timer = new PeriodicTimer(PingInterval);
        using CancellationTokenRegistration stop = cancellationToken.Register(timer.Dispose);
        long started = Stopwatch.GetTimestamp();
        long sent = 0;
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            long due = (long)(Stopwatch.GetElapsedTime(started).TotalSeconds * rate * reading.Length);
            for (; sent < due; sent++)
                reading[sent % reading.Length].Ping();
        }
    }

    /// <summary>Disconnects all viewers within a bounded time.</summary>
    public Task LeaveAsync() => Task.WhenAll(_viewers.Select(viewer => viewer.LeaveAsync(LeaveTimeout)));

    public void Dispose()
    {
        foreach (Viewer viewer in _viewers)
            viewer.Dispose();
    }
}
