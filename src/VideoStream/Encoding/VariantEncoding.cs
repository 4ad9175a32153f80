namespace VideoStream.Encoding;

/// <summary>How a variant's frames are encoded: a value, so that variants can be compared.</summary>
internal readonly record struct VariantEncoding
{
    private VariantEncoding(EncodingKind kind, int quality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        (Kind, Quality) = (kind, quality);
    }

    public EncodingKind Kind { get; }

    /// <summary>JPEG quality of the frames that are encoded, 1 to 100.</summary>
    public int Quality { get; }

    public bool IsPassthrough => Kind == EncodingKind.Passthrough;

    /// <summary>The source's own payload where viewers can be sent it as it is, else JPEG.</summary>
    /// <param name="quality">Quality of the JPEGs, 1 to 100: the default.</param>
    public static VariantEncoding Passthrough(int quality) => new(EncodingKind.Passthrough, quality);

    /// <summary>JPEG in a quality of 1 to 100.</summary>
    public static VariantEncoding Jpeg(int quality) => new(EncodingKind.Jpeg, quality);

    public override string ToString() => IsPassthrough ? "passthrough" : $"jpeg {Quality}";
}
