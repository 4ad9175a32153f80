using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>Keeps the last live frame of a camera for its placeholder. The camera's lock guards every call.</summary>
internal sealed class LastLiveFrame(LatestFrame frames)
{
    private Frame? _frame;

    /// <summary>Empties the slot, so that its frame is not shown as live any more. Keeps the frame if it was live and has pixels.</summary>
    public void MoveFromSlot()
    {
        if (frames.TryTake(0, out Frame? frame))
        {
            if (frame is { Live: true, IsElsewhere: false })
            {
                Drop();
                _frame = frame;
            }
            else
            {
                frame.Release();
            }
        }

        frames.Clear();
    }

    public void Drop()
    {
        _frame?.Release();
        _frame = null;
    }

    /// <summary>Retains the frame for the caller; null if there is none.</summary>
    public Frame? Retain()
    {
        _frame?.Retain();
        return _frame;
    }
}
