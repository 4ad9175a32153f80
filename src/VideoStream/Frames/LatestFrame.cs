using System.Diagnostics.CodeAnalysis;

namespace VideoStream.Frames;

/// <summary>
/// The one slot between a camera and all that uses its frames. The camera's thread replaces the frame and never waits. Readers take the
/// newest frame, and can wait for one that is newer than their last. A frame that is not taken in time is gone. One writer, any number of
/// readers.
/// </summary>
internal sealed class LatestFrame
{
    private Frame? _newest;
    private TaskCompletionSource? _published;

    /// <summary>The stamp of the newest frame; its number is 0 while there is none.</summary>
    public FrameStamp Newest => Volatile.Read(ref _newest) is { } frame ? frame.Stamp : default;

    /// <summary>Whether the newest frame can be passed through. A hint: it may be replaced at any moment.</summary>
    public bool CanPassThroughLatest => Volatile.Read(ref _newest)?.CanPassThrough == true;

    /// <summary>Whether the newest frame can be passed through as it is, or turned without loss. A hint, as the one before.</summary>
    public bool CanPassLatest => Volatile.Read(ref _newest) is { } frame && (frame.CanPassThrough || frame.CanPassTurned);

    /// <summary>Whether the newest frame can be encoded here. A hint, as the one before.</summary>
    public bool CanEncodeLatest => Volatile.Read(ref _newest)?.IsElsewhere == false;

    /// <summary>Puts a frame into the slot, which takes over the caller's reference.</summary>
    public void Publish(Frame frame)
    {
        Interlocked.Exchange(ref _newest, frame)?.Release();
        // After the frame: a reader gets this signal before it reads the slot, so it can't miss one.
        Interlocked.Exchange(ref _published, null)?.SetResult();
    }

    /// <summary>Empties the slot when the camera is lost, so that its last frame is not taken for a live one.</summary>
    public void Clear() => Interlocked.Exchange(ref _newest, null)?.Release();

    /// <summary>Takes the newest frame if its number is higher than <paramref name="after"/>. The caller releases it.</summary>
    public bool TryTake(long after, [NotNullWhen(true)] out Frame? frame)
    {
        while (true)
        {
            frame = Volatile.Read(ref _newest);
            if (frame is null || frame.Number <= after)
            {
                frame = null;
                return false;
            }

            // A frame that was freed before it could be retained has been replaced by a newer one.
            if (frame.TryRetain())
                return true;
        }
    }

    /// <summary>Waits for a frame whose number is higher than <paramref name="after"/> and takes it. The caller releases it.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async ValueTask<Frame> TakeNewerAsync(long after, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task published = Published();
            if (TryTake(after, out Frame? frame))
                return frame;
            await published.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Task Published()
    {
        TaskCompletionSource? published = Volatile.Read(ref _published);
        if (published is null)
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            published = Interlocked.CompareExchange(ref _published, mine, null) ?? mine;
        }

        return published.Task;
    }
}
