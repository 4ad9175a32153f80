namespace VideoStream.Frames;

/// <summary>The place of a frame among those of its stream, where frames depend on frames before them.</summary>
/// <param name="Number">The frame's number.</param>
/// <param name="Reference">The number of the frame that a decoder needs to have had; 0 for a key frame, which needs none.</param>
/// <param name="Layer">
/// The temporal layer: 0 for the base. A frame depends on the newest frame of a lower layer, and in the base on the one before. So a
/// decoder can do without a layer if it does without those above it.
/// </param>
internal readonly record struct StreamUnit(long Number, long Reference, int Layer)
{
    /// <summary>The most temporal layers of a stream.</summary>
    public const int MaxLayers = 4;

    public bool IsKeyFrame => Reference == 0;
}
