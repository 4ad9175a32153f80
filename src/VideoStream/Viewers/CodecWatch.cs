using VideoStream.Frames;
using VideoStream.Viewers.Settings;

namespace VideoStream.Viewers;

/// <summary>
/// Notices that a viewer gets no H.264, which an encoder of this service or of another one fails to make. Asked once a second. One whose
/// client leaves the codec to this service gets JPEGs then.
/// </summary>
internal sealed class CodecWatch
{
    /// <summary>An encoder that is a process is started again at once, so one failure is no reason.</summary>
    private const int MaxSeconds = 3;

    private long _frames;
    private int _seconds;

    /// <summary>Whether its frames have not come for some seconds, because they can't be made.</summary>
    /// <param name="settings">The viewer's settings.</param>
    /// <param name="problem">Why its frames can't be made; null if they can.</param>
    /// <param name="frames">How many it was sent, without placeholders: a relay makes those itself.</param>
    public bool IsFailed(ViewerSettings settings, string? problem, long frames)
    {
        bool isFailing = settings is { Codec: Codec.H264, IsCodecAuto: true, Paused: false } && problem is not null && frames == _frames;
        _frames = frames;
        _seconds = isFailing ? _seconds + 1 : 0;
        return _seconds >= MaxSeconds;
    }
}
