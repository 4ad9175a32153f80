using VideoStream.Frames;

namespace VideoStream.Encoding.Jpeg;

/// <summary>
/// Knows how many bytes a camera's frames have in each variant: those that were encoded lately, smoothed, and all others by comparison
/// with the nearest of them. Frames grow with the area and with the fineness of the quantization, whose scale at each quality is that of
/// the Independent JPEG Group's library; the exponents are fitted to films (docs/adaptation.md).
/// </summary>
internal sealed class EncodedSizeModel(int defaultQuality, TimeProvider time)
{
    private const double AreaExponent = 0.85, ScaleExponent = -0.65;

    /// <summary>What the comparison is multiplied by while nothing was encoded yet: a frame with much in it.</summary>
    private const double Unknown = 7;

    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<(PictureSize Size, VariantEncoding Encoding), (double Bytes, long At)> _seen = [];

    /// <summary>Learns from an encoded frame.</summary>
    public void Add(EncodedFrame frame)
    {
        // What a placeholder weighs tells nothing of the camera's frames.
        if (!frame.Live)
            return;
        var key = (frame.Size, frame.Quality is { } quality ? VariantEncoding.Jpeg(quality) : VariantEncoding.Passthrough);
        long now = time.GetTimestamp();
        int bytes = frame.Bytes.Length;
        lock (_gate)
        {
            bool known = _seen.TryGetValue(key, out var before) && time.GetElapsedTime(before.At, now) < Lately;
            _seen[key] = (known ? before.Bytes + ((bytes - before.Bytes) / 8) : bytes, now);
            // Sizes and qualities are few, unless viewers ask for hundreds of them.
            if (_seen.Count > 200)
                _seen.Clear();
        }
    }

    /// <summary>How many bytes a frame of a size and quality has, as far as one can tell.</summary>
    public double Estimate(PictureSize size, VariantEncoding encoding)
    {
        long now = time.GetTimestamp();
        lock (_gate)
        {
            if (_seen.TryGetValue((size, encoding), out var own) && time.GetElapsedTime(own.At, now) < Lately)
                return own.Bytes;
            double model = Model(size, encoding);
            double ratio = Unknown, nearest = double.PositiveInfinity;
            foreach (var ((otherSize, otherEncoding), (bytes, at)) in _seen)
            {
                double other = Model(otherSize, otherEncoding);
                // What is old is worse than anything new, but better than nothing.
                double distance = Math.Abs(Math.Log(other / model)) + (time.GetElapsedTime(at, now) < Lately ? 0 : 100);
                if (distance < nearest)
                    (nearest, ratio) = (distance, bytes / other);
            }

            return model * ratio;
        }
    }

    private double Model(PictureSize size, VariantEncoding encoding)
    {
        int q = encoding.QualityOr(defaultQuality);
        double scale = q < 50 ? 5000.0 / q : 200 - (2 * q);
        return Math.Pow((double)size.Width * size.Height, AreaExponent) * Math.Pow(Math.Max(scale, 1), ScaleExponent);
    }
}
