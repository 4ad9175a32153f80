namespace VideoStream.Frames.H264;

/// <summary>
/// Has the units of a camera with few key frames decoded as they come, beside the thread that captures: one that waits for a slow decode
/// reads the next unit late, and nobody sees it, because a frame's age begins there. A decoder that is too slow for the camera gives up
/// until its next key frame.
/// </summary>
/// <param name="decoder">The camera's decoder.</param>
internal sealed class UnitFollower(UnitDecoder decoder) : IThreadPoolWorkItem
{
    private int _arrived;

    /// <summary>A unit has come.</summary>
    public void OnUnit()
    {
        if (decoder.MustFollow && Interlocked.Increment(ref _arrived) == 1)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Follows once for each unit that has come. Who needs a picture meanwhile can have it between two.</summary>
    public void Execute()
    {
        do
            decoder.Follow();
        while (Interlocked.Decrement(ref _arrived) > 0);
    }
}
