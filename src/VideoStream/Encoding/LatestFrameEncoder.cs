using VideoStream.Cameras;
using VideoStream.Encoding.Jpeg;
using VideoStream.Frames;
using VideoStream.Frames.H264;

namespace VideoStream.Encoding;

/// <summary>
/// Encodes a camera's newest frame in one variant, and counts that. What comes encoded is taken frame by frame. Used by one thread at a
/// time.
/// </summary>
/// <param name="variant">The variant.</param>
/// <param name="camera">The camera.</param>
/// <param name="encoder">Encodes what does not come encoded, such as placeholders.</param>
/// <param name="encoded">The variant's frames that come encoded; null if none do.</param>
/// <param name="statistics">Counts the frames.</param>
/// <param name="sizes">Gets their sizes.</param>
/// <param name="logger">Gets failures.</param>
internal sealed partial class LatestFrameEncoder(
    Variant variant,
    Camera camera,
    IVariantEncoder encoder,
    IEncodedFrames? encoded,
    EncodeStatistics statistics,
    EncodedSizeModel sizes,
    ILogger logger) : IDisposable
{
    private readonly VariantKind _kind = variant.Kind;
    private readonly LatestFrame _frames = camera.Frames;
    private long _tried;
    private string? _failure;
    private bool _isPassing;

    public Variant Variant => variant;

    /// <inheritdoc cref="IVariantEncoder.HasDynamicOverlay"/>
    public bool HasDynamicOverlay => encoder.HasDynamicOverlay;

    /// <inheritdoc cref="LatestFrame.Newest"/>
    public FrameStamp Newest => _frames.Newest;

    /// <summary>
    /// Why no frames come, in words: the other service does not send them, or they can't be encoded here; null if they do. For any thread.
    /// </summary>
    public string? Problem => encoded is IRelayedFrames ? Refusal
        : Volatile.Read(ref _isPassing) ? null
        : encoder.Problem ?? Volatile.Read(ref _failure);

    /// <inheritdoc cref="IRelayedFrames.Problem"/>
    public string? Refusal => (encoded as IRelayedFrames)?.Problem;

    /// <summary>Whether frames come encoded.</summary>
    public bool IsPassed => encoded is not null;

    /// <summary>Whether the newest frame can be passed through, so that there is nothing to encode.</summary>
    public bool CanPassThrough => encoded is not null
        ? encoded.Newest > Volatile.Read(ref _tried)
        : variant.Encoding.IsPassthrough && _frames.CanPassThroughLatest;

    /// <inheritdoc cref="IVariantEncoder.HasRoom"/>
    public bool HasRoom => encoder.HasRoom;

    /// <summary>The last frame that was encoded, or failed to be. For the thread that encodes.</summary>
    public FrameStamp Tried { get; private set; }

    /// <summary>
    /// Gets the frames that come later than <see cref="TryEncode"/> returns, with a reference. See <see cref="IVariantEncoder.Finished"/>.
    /// </summary>
    public Action<EncodedFrame> Finished
    {
        set => encoder.Finished = frame => value(Count(frame));
    }

    /// <summary>
    /// Whether a frame is newer than the last one that was encoded, or failed to be, and is here or can be encoded here. For any thread.
    /// </summary>
    public bool IsUntried(FrameStamp stamp) =>
        stamp.Number > Volatile.Read(ref _tried) && (encoded is null or CameraVideo || CanPassThrough || _frames.CanEncodeLatest);

    /// <inheritdoc cref="IVariantEncoder.RequestKeyFrame"/>
    public void RequestKeyFrame()
    {
        encoded?.RequestKeyFrame();
        encoder.RequestKeyFrame();
    }

    /// <summary>Encodes the newest frame.</summary>
    /// <returns>
    /// The frame; null if there is no newer one, if it comes later, if the encoder skips it, or if it can't be encoded, which is logged.
    /// </returns>
    public EncodedFrame? TryEncode()
    {
        if (TryPass() is { } passed)
            return passed;
        if (!_frames.TryTake(_tried, out Frame? frame))
            return null;
        try
        {
            // The camera may have gone on with its own video just now. Units that follow refer to it, not to what is encoded of it.
            EncodedFrame? begun = TryPass();
            if (begun is not null || frame.IsElsewhere)
                return begun;
            Tried = frame.Stamp;
            Volatile.Write(ref _tried, frame.Number);
            return Encode(frame);
        }
        catch (Exception e)
        {
            // OpenCV refused the frame. The next one may be good.
            Volatile.Write(ref _failure, e.Message.ReplaceLineEndings(" "));
            if (statistics.AddFailure())
                LogFailed(variant, _failure!);
            return null;
        }
        finally
        {
            frame.Release();
        }
    }

    public void Dispose()
    {
        encoder.Dispose();
        (encoded as IRelayedFrames)?.Dispose();
    }

    private EncodedFrame? Encode(Frame frame)
    {
        // Nobody has what was encoded before that which was passed on.
        if (_isPassing)
            encoder.RequestKeyFrame();
        Volatile.Write(ref _isPassing, false);
        EncodedFrame? made = encoder.Encode(frame);
        Volatile.Write(ref _failure, null);
        return made is null ? null : Count(made);
    }

    private EncodedFrame Count(EncodedFrame frame)
    {
        statistics.Add(frame, _kind);
        sizes.Add(frame);
        return frame;
    }

    /// <summary>
    /// The next of the frames that come encoded. The first is the newest, if those since the key frame are too many to begin with.
    /// </summary>
    private EncodedFrame? TryPass()
    {
        if (encoded is null)
            return null;
        long after = _tried == 0 && !encoded.CanBegin ? encoded.Newest - 1 : _tried;
        if (!encoded.TryTakeNext(after, out EncodedFrame? passed))
            return null;
        Tried = passed.Stamp;
        Volatile.Write(ref _tried, passed.Stamp.Number);
        Volatile.Write(ref _isPassing, true);
        statistics.AddPassed();
        if (!variant.Encoding.IsPassedH264)
            sizes.Add(passed);
        return passed;
    }
}
