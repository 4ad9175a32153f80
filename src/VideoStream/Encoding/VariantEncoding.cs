namespace VideoStream.Encoding;

/// <summary>How a variant's frames are encoded: a value, so that variants can be compared.</summary>
internal readonly record struct VariantEncoding
{
    private VariantEncoding(EncodingKind kind, int quality) => (Kind, Quality) = (kind, quality);

    /// <summary>
    /// The camera's own payload where it has one and nothing is to be changed, else JPEG in the default quality.
    /// </summary>
    public static VariantEncoding Passthrough => default;

    public EncodingKind Kind { get; }

    /// <summary>JPEG quality, 1 to 100; 0 for <see cref="Passthrough"/>.</summary>
    public int Quality { get; }

    public bool IsPassthrough => Kind == EncodingKind.Passthrough;

    /// <summary>JPEG in a quality of 1 to 100.</summary>
    public static VariantEncoding Jpeg(int quality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        return new(EncodingKind.Jpeg, quality);
    }

    /// <summary>The JPEG quality that a frame gets if it has to be encoded.</summary>
    /// <param name="defaultQuality">The quality of <see cref="Passthrough"/> where there is nothing to pass through.</param>
    public int QualityOr(int defaultQuality) => IsPassthrough ? defaultQuality : Quality;

    public override string ToString() => IsPassthrough ? "passthrough" : $"jpeg {Quality}";
}
