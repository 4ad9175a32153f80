using OpenCvSharp;

namespace VideoStream.Frames;

/// <summary>
/// One captured picture. Its pixels are read-only from the moment it is published, and live as long as somebody holds a claim.
/// The object itself is never reused, only its pixel memory is: that is what makes a late <see cref="Counted.TryClaim"/> fail safely.
/// </summary>
internal sealed class Frame(FramePool pool, Mat pixels) : Counted
{
    /// <summary>Rises by one for each picture that the camera captures, from 1, whatever happens to the camera.</summary>
    public required long Number { get; init; }

    /// <summary>When it was captured, in the <see cref="TimeProvider"/>'s monotonic ticks.</summary>
    public required long CapturedTimestamp { get; init; }

    /// <summary>When it was captured, by the wall clock.</summary>
    public required DateTimeOffset CapturedAt { get; init; }

    /// <summary>The camera's measured rate when it was captured, in pictures a second; 0 while unknown.</summary>
    public required double Rate { get; init; }

    public FrameStamp Stamp => new(Number, CapturedTimestamp);

    /// <summary>BGR, 8 bits a channel.</summary>
    public Mat Pixels => pixels;

    public PictureSize Size { get; } = new(pixels.Width, pixels.Height);

    protected override void Free() => pool.Return(pixels);
}
