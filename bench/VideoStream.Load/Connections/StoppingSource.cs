using System.Diagnostics;

namespace VideoStream.Load.Connections;

/// <summary>
/// Stops reading once for a while, like a page on a laptop that sleeps. The kernel's receive buffer fills up, and the sender is blocked.
/// </summary>
/// <param name="source">Source to read.</param>
/// <param name="after">Time from now until it stops.</param>
/// <param name="lasting">Length of the stop.</param>
/// <param name="notify">Called with <c>stopped</c> and <c>resumed</c>.</param>
internal sealed class StoppingSource(IByteSource source, TimeSpan after, TimeSpan lasting, Action<string> notify) : IByteSource
{
    private readonly long _created = Stopwatch.GetTimestamp();
    private bool _hasStopped;

    public async ValueTask<int> ReadAsync(Memory<byte> into)
    {
        await StopIfDueAsync();
        return await source.ReadAsync(into);
    }

    public async ValueTask<int> SkipAsync(int most)
    {
        await StopIfDueAsync();
        return await source.SkipAsync(most);
    }

    private async ValueTask StopIfDueAsync()
    {
        if (_hasStopped || Stopwatch.GetElapsedTime(_created) < after)
            return;
        _hasStopped = true;
        notify("stopped");
        await Task.Delay(lasting);
        notify("resumed");
    }
}
