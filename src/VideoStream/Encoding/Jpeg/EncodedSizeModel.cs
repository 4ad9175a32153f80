using VideoStream.Frames;

namespace VideoStream.Encoding.Jpeg;

/// <summary>
/// Estimates how many bytes a camera's frames have in each variant. A variant that was encoded lately counts with its smoothed size; any
/// other is compared with the nearest of those. Frames grow with the area and with the fineness of the quantization, whose scale at each
/// quality is that of the Independent JPEG Group's library. The exponents are fitted to films (docs/adaptation.md).
/// </summary>
/// <param name="defaultQuality">See <see cref="DefaultQuality"/>.</param>
/// <param name="time">The clock.</param>
internal sealed class EncodedSizeModel(int defaultQuality, TimeProvider time)
{
    private const double AreaExponent = 0.85, ScaleExponent = -0.65;

    /// <summary>The factor of the model before anything was encoded: that of a frame with much detail.</summary>
    private const double Unknown = 7;

    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<(PictureSize Size, VariantEncoding Encoding), (double Bytes, long At)> _seen = [];

    private int _defaultQuality = defaultQuality;

    /// <summary>The JPEG quality that the source's own payload counts as.</summary>
    public int DefaultQuality
    {
        get => Volatile.Read(ref _defaultQuality);
        set => Volatile.Write(ref _defaultQuality, value);
    }

    /// <summary>Learns from an encoded frame.</summary>
    public void Add(EncodedFrame frame)
    {
        // The size of a placeholder says nothing of the camera's frames, and that of a video's frames follows from its bitrate.
        if (!frame.Live || frame.Codec != Codec.Jpeg)
            return;
        var key = (frame.Size, frame.Quality is { } quality ? VariantEncoding.Jpeg(quality) : VariantEncoding.Passthrough(DefaultQuality));
        long now = time.GetTimestamp();
        int bytes = frame.Bytes.Length;
        lock (_gate)
        {
            bool known = _seen.TryGetValue(key, out var before) && time.GetElapsedTime(before.At, now) < Lately;
            _seen[key] = (known ? before.Bytes + ((bytes - before.Bytes) / 8) : bytes, now);
            // Sizes and qualities are few, unless viewers request hundreds of them.
            if (_seen.Count > 200)
                _seen.Clear();
        }
    }

    /// <summary>Estimates how many bytes a frame of a size and encoding has.</summary>
    public double Estimate(PictureSize size, VariantEncoding encoding)
    {
        long now = time.GetTimestamp();
        lock (_gate)
        {
            if (_seen.TryGetValue((size, encoding), out var own) && time.GetElapsedTime(own.At, now) < Lately)
                return own.Bytes;
            double model = Weight(size, encoding);
            double ratio = Unknown, nearest = double.PositiveInfinity;
            foreach (var ((otherSize, otherEncoding), (bytes, at)) in _seen)
            {
                double other = Weight(otherSize, otherEncoding);
                // An old size is worse than any recent one, but better than none.
                double distance = Math.Abs(Math.Log(other / model)) + (time.GetElapsedTime(at, now) < Lately ? 0 : 100);
                if (distance < nearest)
                    (nearest, ratio) = (distance, bytes / other);
            }

            return model * ratio;
        }
    }

    /// <summary>What the bytes of a frame grow with, in no unit.</summary>
    public static double Weight(PictureSize size, VariantEncoding encoding)
    {
        int q = encoding.Quality;
        double scale = q < 50 ? 5000.0 / q : 200 - (2 * q);
        return Math.Pow((double)size.Width * size.Height, AreaExponent) * Math.Pow(Math.Max(scale, 1), ScaleExponent);
    }
}
