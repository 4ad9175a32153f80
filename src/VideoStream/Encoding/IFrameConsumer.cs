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

    /// <summary>
    /// A frame will be offered soon: asks the processor for what the offer needs. With thousands of consumers, what belongs to one is in no
    /// cache when its turn comes, and the thread would wait for one part after the other.
    /// </summary>
    /// <param name="ahead">
    /// How many others come before: 4 for the consumer's parts, less for what is in those. The consumer itself has been asked for before.
    /// </param>
    void Prefetch(int ahead)
    {
    }
}
