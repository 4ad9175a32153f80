using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>Gets the frames of a <see cref="VariantSubscription"/>: a viewer, a snapshot, a recorder.</summary>
internal interface IFrameConsumer
{
    /// <summary>
    /// Offers an encoded frame that the subscription waits for. Called on the thread that encoded it, which offers it to others next, so
    /// this must not block. The consumer passes the frame to <see cref="VariantSubscription.TryTake"/>, right here or later, to take it
    /// or a newer one.
    /// </summary>
    /// <param name="frame">The frame, whose bytes are valid during the call.</param>
    /// <returns>
    /// Whether the consumer has finished with this frame and waits for the next. If not, it calls <see
    /// cref="VariantSubscription.TryTake"/> when it is ready for one.
    /// </returns>
    bool OnFrame(EncodedFrame frame);
}
