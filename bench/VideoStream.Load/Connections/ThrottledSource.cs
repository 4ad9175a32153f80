using System.Diagnostics;

namespace VideoStream.Load.Connections;

/// <summary>Reads as slowly as a slow link would deliver. TCP's flow control then blocks the sender.</summary>
internal sealed class ThrottledSource(IByteSource source, double bytesPerSecond) : IByteSource
{
    /// <summary>Receive buffer of a slow viewer, in bytes. Small, because the sender counts bytes in it as delivered.</summary>
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
        // Unused rate of an idle time is not saved up.
        _due = Math.Max(_due, Stopwatch.GetTimestamp()) + (long)(bytes / bytesPerSecond * Stopwatch.Frequency);
        return bytes;
    }
}
