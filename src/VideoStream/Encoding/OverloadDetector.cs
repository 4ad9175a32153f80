using VideoStream.Cameras;

namespace VideoStream.Encoding;

/// <summary>Detects that this machine can't keep up with one camera's frames. For any thread, unless a member says otherwise.</summary>
internal sealed class OverloadDetector(Camera camera, TimeProvider time)
{
    private readonly LatencyAverage _dispatch = new(time);

    /// <summary>Records that a frame is dispatched now. Called by the dispatcher.</summary>
    /// <param name="published">When the frame was published, in monotonic ticks.</param>
    public void OnDispatch(long published) => _dispatch.AddSince(published);

    /// <summary>
    /// Whether the machine can't keep up with one variant: a frame takes longer to encode than to capture, or reaches the dispatcher, on
    /// the thread pool that also sends, only after half of that time. Other variants and cameras count only as far as they delay this
    /// one.
    /// </summary>
    /// <param name="encodeLatency">The variant's <see cref="VariantStream.EncodeLatency"/>, in seconds.</param>
    /// <param name="mostRate">The most frames a second that are encoded of the variant.</param>
    public bool IsOverloaded(double encodeLatency, double mostRate = double.MaxValue) => camera.Newest is { Rate: > 0 } newest
        && (encodeLatency > 1 / Math.Min(newest.Rate, mostRate) || _dispatch.Seconds > 0.5 / newest.Rate);
}
