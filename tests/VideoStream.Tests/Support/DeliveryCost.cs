namespace VideoStream.Tests.Support;

/// <summary>Counts what the delivery of frames costs.</summary>
internal static class DeliveryCost
{
    public const int FramesARound = 50;

    private const int Rounds = 8;

    /// <summary>
    /// The bytes that the frames of a round allocate, each with its acknowledgement. The least: buffers grow, and the pool is trimmed at
    /// times.
    /// </summary>
    /// <param name="delivery">Delivers the frames.</param>
    /// <param name="betweenRounds">Does what must cost the frames nothing.</param>
    public static long Least(InlineDelivery delivery, Action? betweenRounds = null)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < FramesARound; i++)
            {
                delivery.Deliver();
                delivery.Viewer.Acknowledge(delivery.Sink.Last);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            betweenRounds?.Invoke();
        }

        return least;
    }
}
