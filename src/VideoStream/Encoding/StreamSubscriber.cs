using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>A <see cref="VariantSubscription"/> as the stream sees it that is watched.</summary>
internal abstract class StreamSubscriber
{
    /// <summary>Whether the stream has it in its list of those that wait. The stream's lock guards it.</summary>
    internal bool IsWaiting { get; set; }

    /// <summary>The list from which it was offered a frame, if it did not ask or leave since. The stream's lock guards it.</summary>
    internal object? OfferedBy { get; set; }

    /// <summary>
    /// Whether the stream, which makes no key frame when one is asked for, has nothing for it until the next. The stream's lock guards it.
    /// </summary>
    internal bool IsCutOff { get; set; }

    /// <summary>Whether it has begun with an old key frame and is still late. For the thread that takes frames for it.</summary>
    internal virtual bool IsCatchingUp => false;

    /// <summary>Whether a frame is due and new. For any thread.</summary>
    internal abstract bool Wants(FrameStamp stamp);

    /// <summary>Whether an encoded frame is due and new, and can be decoded with what was taken before. For any thread.</summary>
    internal abstract bool Wants(EncodedFrame frame);

    /// <summary>Whether nothing can be decoded until a key frame.</summary>
    /// <param name="newestBase">The number of the stream's newest frame of the base layer.</param>
    internal abstract bool NeedsKeyFrame(long newestBase);

    /// <summary>Whether a frame of a camera's own stream shows that it can go on only with another stream. For any thread.</summary>
    internal virtual bool IsCutOffBy(EncodedFrame frame) => false;

    /// <summary>No frame comes, because the stream was refused. It may ask for another one right here. For any thread.</summary>
    internal virtual void OnRefused()
    {
    }

    /// <summary>A frame will be offered soon: asks the processor for the consumer, or for its parts.</summary>
    /// <param name="ahead">How many others come before: 5 for the consumer, or as <see cref="IFrameConsumer.Prefetch"/> says.</param>
    internal abstract void Prefetch(int ahead);

    /// <summary>Offers a frame, which the caller holds a reference to.</summary>
    /// <returns>Whether the next frame is to be offered too, without being asked for.</returns>
    internal abstract bool Offer(EncodedFrame frame);
}
