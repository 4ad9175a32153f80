using VideoStream.Cameras.Sources.Nats;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Frames;

namespace VideoStream.Relay;

/// <summary>
/// Which variants of a camera are longer than the NATS server takes, as far as the service that publishes it has said: that of which it
/// did, and those whose frames are as long by estimate. For any thread.
/// </summary>
/// <param name="upstream">The service.</param>
/// <param name="time">The clock.</param>
internal sealed class LongFrames(Upstream upstream, TimeProvider time)
{
    /// <summary>Then they are tried again: the scene may be a simpler one. A try costs viewers some seconds without a picture.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private volatile Known? _known;
    private int _version;

    /// <summary>Another number whenever <see cref="Has"/> may answer something else.</summary>
    public int Version
    {
        get
        {
            Forget();
            return Volatile.Read(ref _version);
        }
    }

    /// <summary>Whether none is known.</summary>
    public bool IsEmpty => _known is null;

    /// <summary>Adds a variant.</summary>
    /// <param name="variant">A normalized variant.</param>
    /// <param name="excess">How many times as long as the longest message its frames are.</param>
    public void Add(Variant variant, double excess)
    {
        lock (_gate)
        {
            if (Size is not { } size)
                return;
            Known known = _known ?? new Known(IsSourceLong: false, double.PositiveInfinity, double.PositiveInfinity, 0, 0, size);
            Known added = variant.Encoding switch
            {
                { IsPassthrough: true } => known with { IsSourceLong = true },
                { IsH264: true } => known with { Video = Math.Min(known.Video, Weight(variant, size) / excess) },
                _ => known with { Jpeg = Math.Min(known.Jpeg, Weight(variant, size) / excess) },
            };
            if (added != _known)
                _version++;
            _known = added with { At = time.GetTimestamp(), Refusals = upstream.Server.Refusals.Version };
        }
    }

    /// <summary>Whether a variant is too long.</summary>
    /// <param name="variant">A normalized variant.</param>
    public bool Has(Variant variant) => _known is { } known && (variant.Encoding.IsPassthrough
        ? known.IsSourceLong
        : Weight(variant, known.Size) > (variant.Encoding.IsH264 ? known.Video : known.Jpeg));

    private PictureSize? Size => upstream.State is { Width: > 0, Height: > 0 } state ? new(state.Width, state.Height) : null;

    /// <summary>After a new connection the server may take longer ones; then what is refused changes too, and seldom else.</summary>
    private void Forget()
    {
        if (_known is not { } known
            || (known.Refusals == upstream.Server.Refusals.Version && known.Size == Size && time.GetElapsedTime(known.At) < Kept))
            return;
        lock (_gate)
        {
            if (_known != known)
                return;
            _known = null;
            _version++;
        }
    }

    /// <summary>What the length of frames grows with: a key frame of H.264, the longest one, with the bitrate.</summary>
    private static double Weight(Variant variant, PictureSize camera) => variant.Encoding.IsH264
        ? variant.Encoding.Kilobits
        : EncodedSizeModel.Weight(variant.MaxSize is { } box ? camera.FitInto(box) : camera, variant.Encoding);

    /// <param name="IsSourceLong">Whether the camera's own JPEGs are too long, of which no quality is known.</param>
    /// <param name="Jpeg">The weight that the longest JPEG has which is taken.</param>
    /// <param name="Video">The same of H.264.</param>
    /// <param name="At">When it was said last.</param>
    /// <param name="Refusals">See <see cref="NatsRefusals.Version"/>.</param>
    /// <param name="Size">The size of the camera's frames.</param>
    private sealed record Known(bool IsSourceLong, double Jpeg, double Video, long At, int Refusals, PictureSize Size);
}
