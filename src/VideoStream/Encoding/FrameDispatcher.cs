using VideoStream.Cameras;
using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>
/// Passes each new frame of one camera to the variants that are watched. The capture thread never does, so that it never waits.
/// </summary>
internal sealed partial class FrameDispatcher(VariantSet variants, ILogger<FrameDispatcher> logger)
{
    private long _dispatched;

    public Camera Camera => variants.Camera;

    /// <summary>Number of the newest frame that was passed to all variants.</summary>
    public long Dispatched => Volatile.Read(ref _dispatched);

    /// <summary>Whether a frame waits that was not passed to all variants.</summary>
    public bool HasWork => Camera.Frames.Newest.Number > Dispatched;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
                Dispatch(await Camera.Frames.TakeNewerAsync(Dispatched, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    /// <summary>Passes one frame on, and releases it.</summary>
    internal void Dispatch(Frame frame)
    {
        FrameStamp stamp = frame.Stamp;
        variants.Overload.OnDispatch(frame.PublishedTimestamp);
        frame.Release();
        foreach (VariantStream stream in variants.Streams)
            Dispatch(stream, stamp);
        Volatile.Write(ref _dispatched, stamp.Number);
    }

    private void Dispatch(VariantStream stream, FrameStamp stamp)
    {
        try
        {
            stream.OnFrame(stamp);
        }
        catch (Exception e)
        {
            // The other variants still get this frame, and this one gets the next.
            LogDispatchFailed(e, Camera.Name, stream.Variant);
        }
    }
}
