using OpenCvSharp;

namespace VideoStream.Frames;

/// <summary>
/// One captured frame, as pixels, as the camera's own JPEG, or both. It doesn't change from the moment it is published, and lives as long
/// as somebody holds a claim. The object itself is never reused, only its memory is: that is what makes a late
/// <see cref="RefCounted.TryRetain"/> fail safely.
/// </summary>
/// <param name="content">What it shows, which it takes over.</param>
internal sealed class Frame(FrameContent content) : RefCounted
{
    /// <summary>Rises from 1 with each frame that the camera captures, and with each placeholder, whatever happens to the camera.</summary>
    public required long Number { get; init; }

    /// <summary>When it was captured, in the <see cref="TimeProvider"/>'s monotonic ticks.</summary>
    public required long CapturedTimestamp { get; init; }

    /// <summary>When it was put into the slot, in the same ticks.</summary>
    public long PublishedTimestamp { get; init; }

    /// <summary>When it was captured, by the wall clock.</summary>
    public required DateTimeOffset CapturedAt { get; init; }

    /// <summary>The camera's measured rate when it was captured, in frames a second; 0 while unknown.</summary>
    public required double Rate { get; init; }

    /// <summary>False for a placeholder, which says why there is no frame.</summary>
    public bool Live { get; init; } = true;

    /// <summary>Rises by one with each frame that shows anything else than the one before.</summary>
    public required long ContentId { get; init; }

    public FrameStamp Stamp => new(Number, CapturedTimestamp, ContentId);

    public PictureSize Size { get; } = content.Size;

    /// <summary>Whether the camera's own JPEG shows what viewers are to see.</summary>
    public bool CanPassThrough => content.CanPassThrough;

    /// <summary>The camera's own JPEG with metadata in it. Only where <see cref="CanPassThrough"/> is true.</summary>
    /// <param name="metadata">The segments that describe this frame.</param>
    /// <returns>A buffer, with a claim of the caller's.</returns>
    public PooledBuffer PassThrough(ReadOnlySpan<byte> metadata) => content.Jpeg!.Forward(metadata);

    /// <summary>BGR, 8 bits a channel. A camera's JPEG is decoded by the first call, and others wait for that. Read-only.</summary>
    /// <exception cref="InvalidDataException">The camera's JPEG can't be decoded.</exception>
    public Mat Pixels => content.Pixels();

    /// <summary>
    /// The same in another size, or with something drawn on it: made by the first who asks, and others wait for that. Valid while the caller holds a
    /// claim. Read-only.
    /// </summary>
    /// <param name="size">The size.</param>
    /// <param name="drawn">Whether it is drawn on.</param>
    /// <param name="make">Makes it.</param>
    public Mat Rendered(PictureSize size, bool drawn, Action<Frame, Mat> make) => content.Rendered(size, drawn, mat => make(this, mat));

    /// <summary>Whether it shows exactly what this content shows, as far as can be told without decoding.</summary>
    public bool Shows(FrameContent other) => content.IsSameAs(other);

    protected override void Free() => content.Free();
}
