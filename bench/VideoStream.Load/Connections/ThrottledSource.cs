using System.Diagnostics;

namespace VideoStream.Load.Connections;

/// <summary>Reads no faster than a slow link would deliver: whoever sends is held up by TCP's own window.</summary>
internal sealed class ThrottledSource(IByteSource source, double bytesPerSecond) : IByteSource
{
    /// <summary>What the kernel may take for a viewer that reads slowly, in bytes; what it took is on its way no longer.</summary>
    public const int ReceiveBuffer = 64 * 1024;

    private const int MaxAtOnce = 4096;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(2);

    private long _due = Stopwatch.GetTimestamp();

    public async ValueTask<int> ReadAsync(Memory<byte> into)
    {
        await WaitAsync();
        return Count(await source.ReadAsync(into[..Math.Min(into.Length, MaxAtOnce)]));
    }

    public async ValueTask<int> SkipAsync(int most)
    {
        await WaitAsync();
        return Count(await source.SkipAsync(Math.Min(most, MaxAtOnce)));
    }

    private async ValueTask WaitAsync()
    {
        TimeSpan early = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _due);
        if (early >= ShortestWait)
            await Task.Delay(early);
    }

    private int Count(int bytes)
    {
        // What was not used while nothing came is not made up for.
        _due = Math.Max(_due, Stopwatch.GetTimestamp()) + (long)(bytes / bytesPerSecond * Stopwatch.Frequency);
        return bytes;
    }
}
