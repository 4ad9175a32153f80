namespace VideoStream.Frames;

/// <summary>
/// One captured frame. It does not change once it is published, and lives as long as someone holds a reference. The object is never used
/// again, only its memory is, so that a late <see cref="RefCounted.TryRetain"/> fails safely.
/// </summary>
/// <param name="content">What the frame shows. The frame takes it over.</param>
internal sealed class Frame(FrameContent content) : RefCounted
{
    /// <summary>Rises from 1 with each captured frame and each placeholder, also when the camera is connected again.</summary>
    public required long Number { get; init; }

    /// <summary>When the frame was captured, in the <see cref="TimeProvider"/>'s monotonic ticks.</summary>
    public required long CapturedTimestamp { get; init; }

    /// <summary>When the frame was published, in the same ticks.</summary>
    public long PublishedTimestamp { get; init; }

    /// <summary>When the frame was captured, by the wall clock.</summary>
    public required DateTimeOffset CapturedAt { get; init; }

    /// <summary>The camera's measured rate at the capture, in frames a second; 0 while unknown.</summary>
    public required double Rate { get; init; }

    /// <summary>False for a placeholder, which says why the camera delivers nothing.</summary>
    public bool Live { get; init; } = true;

    /// <summary>Rises by one with each frame that differs from the one before.</summary>
    public required long ContentId { get; init; }

    public FrameStamp Stamp => new(Number, CapturedTimestamp, ContentId);

    public PictureSize Size { get; } = content.Size;

    /// <inheritdoc cref="FrameContent.IsElsewhere"/>
    public bool IsElsewhere => content.IsElsewhere;

    /// <inheritdoc cref="FrameContent.CanPassThrough"/>
    public bool CanPassThrough => content.CanPassThrough;

    /// <summary>The source's own payload with metadata in it. Only if <see cref="CanPassThrough"/> is true.</summary>
    /// <returns>A buffer with a reference for the caller.</returns>
    public PooledBuffer PassThrough(FrameMetadata metadata) => content.Payload!.Forward(metadata);

    /// <inheritdoc cref="FrameContent.CanPassTurned"/>
    public bool CanPassTurned => content.CanPassTurned;

    /// <inheritdoc cref="FrameContent.TryPassTurned"/>
    public PooledBuffer? TryPassTurned(FrameMetadata metadata) => content.TryPassTurned(metadata);

    /// <inheritdoc cref="FrameContent.Pixels"/>
    public PixelPlanes Pixels(PictureSize wanted) => content.Pixels(wanted);

    /// <inheritdoc cref="RenderedPixelsCache.Get"/>
    public PixelPlanes Rendered<TState>(PictureSize size, object? drawing, TState state, Action<TState, PixelPlanes> make) =>
        content.Rendered(size, drawing, state, make);

    /// <inheritdoc cref="FrameContent.IsSameAs"/>
    public bool Shows(FrameContent other) => content.IsSameAs(other);

    protected override void Free() => content.Free();
}
