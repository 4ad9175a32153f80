using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>The last frame of a camera that went, for its placeholder. The camera's lock guards every call.</summary>
internal sealed class LastLiveFrame(LatestFrame frames)
{
    private Frame? _frame;

    /// <summary>Empties the slot, so that nobody takes its frame for a live one, and keeps that frame if it was live.</summary>
    public void KeepFromSlot()
    {
        if (frames.TryTake(0, out Frame? frame))
        {
            if (frame.Live)
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

    /// <summary>The frame with a claim of the caller's; null if there is none.</summary>
    public Frame? Retain()
    {
        _frame?.Retain();
        return _frame;
    }
}
