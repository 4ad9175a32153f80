using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>Whoever is behind a <see cref="VariantSubscription"/>: a viewer, a snapshot, a recorder.</summary>
internal interface IFrameConsumer
{
    /// <summary>
    /// Offers an encoded frame that the subscription waits for. Called on the thread that encoded it, which offers it to others afterwards, so
    /// this must not block. The consumer takes the frame with <see cref="VariantSubscription.TryTake"/>, right here or later. To keep it until
    /// then, it retains it.
    /// </summary>
    /// <returns>
    /// Whether the consumer took the frame, has finished with it, and waits for the next. If not, it calls
    /// <see cref="VariantSubscription.TryTake"/> when it is ready for one.
    /// </returns>
    bool OnFrame(EncodedFrame frame);
}
