using VideoStream.Cameras;
using VideoStream.Encoding.Jpeg;
using VideoStream.Frames;
using VideoStream.Frames.H264;

namespace VideoStream.Encoding;

/// <summary>
/// Encodes a camera's newest frame in one variant, and counts that. Of the camera's own video it takes each frame. Used by one thread at a
/// time.
/// </summary>
internal sealed partial class LatestFrameEncoder(
    Variant variant,
    Camera camera,
    IVariantEncoder encoder,
    EncodeStatistics statistics,
    EncodedSizeModel sizes,
    ILogger logger) : IDisposable
{
    private readonly VariantKind _kind = variant.Kind;
    private readonly LatestFrame _frames = camera.Frames;
    private readonly CameraVideo? _video = variant.Encoding.IsPassedH264 ? camera.Video : null;
    private long _tried;

    public Variant Variant => variant;

    /// <inheritdoc cref="IVariantEncoder.HasDynamicOverlay"/>
    public bool HasDynamicOverlay => encoder.HasDynamicOverlay;

    /// <inheritdoc cref="LatestFrame.Newest"/>
    public FrameStamp Newest => _frames.Newest;

    /// <summary>Whether the newest frame can be passed through, so that there is nothing to encode.</summary>
    public bool CanPassThrough => _video is not null
        ? _video.Newest > Volatile.Read(ref _tried)
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
        set => encoder.Finished = encoded => value(Count(encoded));
    }

    /// <summary>Whether a frame is newer than the last one that was encoded, or failed to be. For any thread.</summary>
    public bool IsUntried(FrameStamp stamp) => stamp.Number > Volatile.Read(ref _tried);

    /// <inheritdoc cref="IVariantEncoder.RequestKeyFrame"/>
    public void RequestKeyFrame() => encoder.RequestKeyFrame();

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
            Tried = frame.Stamp;
            Volatile.Write(ref _tried, frame.Number);
            return encoder.Encode(frame) is { } encoded ? Count(encoded) : null;
        }
        catch (Exception e)
        {
            // OpenCV refused the frame. The next one may be good.
            if (statistics.AddFailure())
                LogFailed(variant, e.Message.ReplaceLineEndings(" "));
            return null;
        }
        finally
        {
            frame.Release();
        }
    }

    public void Dispose() => encoder.Dispose();

    private EncodedFrame Count(EncodedFrame encoded)
    {
        statistics.Add(encoded, _kind);
        sizes.Add(encoded);
        return encoded;
    }

    /// <summary>
    /// The next of the camera's own frames. The first is the newest, if those since the key frame are too many to begin with.
    /// </summary>
    private EncodedFrame? TryPass()
    {
        if (_video is null)
            return null;
        long after = _tried == 0 && !_video.CanBegin ? _video.Newest - 1 : _tried;
        if (!_video.TryTakeNext(after, out EncodedFrame? passed))
            return null;
        Tried = passed.Stamp;
        Volatile.Write(ref _tried, passed.Stamp.Number);
        statistics.Add(passed, _kind);
        return passed;
    }
}
