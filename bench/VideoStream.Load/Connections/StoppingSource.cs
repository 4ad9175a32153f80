using System.Diagnostics;

namespace VideoStream.Load.Connections;

/// <summary>
/// Ceases to read once, for a while, as the page of a laptop that sleeps: the kernel takes what its buffer holds, and whoever sends is held up.
/// </summary>
/// <param name="source">What is read.</param>
/// <param name="after">When it ceases, from now on.</param>
/// <param name="lasting">How long.</param>
/// <param name="tell">Hears when it ceases, and when it goes on.</param>
internal sealed class StoppingSource(IByteSource source, TimeSpan after, TimeSpan lasting, Action<string> tell) : IByteSource
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
        tell("stopped");
        await Task.Delay(lasting);
        tell("resumed");
    }
}
