namespace VideoStream.Encoding;

/// <summary>How a variant's frames are encoded: a value, so that variants can be compared.</summary>
internal readonly record struct VariantEncoding
{
    private VariantEncoding(EncodingKind kind, int quality, int kilobits = 0) => (Kind, Quality, Kilobits) = (kind, quality, kilobits);

    public EncodingKind Kind { get; }

    /// <summary>JPEG quality of the frames that are encoded, 1 to 100; 0 with H.264.</summary>
    public int Quality { get; }

    /// <summary>Kilobits a second of an H.264 stream that is encoded here; 0 with others, whose frames take what they need.</summary>
    public int Kilobits { get; }

    public bool IsPassthrough => Kind == EncodingKind.Passthrough;

    public bool IsH264 => Kind is EncodingKind.H264 or EncodingKind.PassedH264;

    /// <summary>Whether it is the source's own H.264.</summary>
    public bool IsPassedH264 => Kind == EncodingKind.PassedH264;

    /// <summary>Whether it is what the source sends, in either codec.</summary>
    public bool IsPassed => IsPassthrough || IsPassedH264;

    /// <summary>How good it is among those of its codec.</summary>
    public int Rank => IsPassedH264 ? int.MaxValue : IsH264 ? Kilobits : Quality;

    /// <summary>The source's own payload where viewers can be sent it as it is, else JPEG.</summary>
    /// <param name="quality">Quality of the JPEGs, 1 to 100: the default.</param>
    public static VariantEncoding Passthrough(int quality) => new(EncodingKind.Passthrough, Checked(quality));

    /// <summary>JPEG in a quality of 1 to 100.</summary>
    public static VariantEncoding Jpeg(int quality) => new(EncodingKind.Jpeg, Checked(quality));

    /// <summary>H.264 with a bitrate in kilobits a second.</summary>
    public static VariantEncoding H264(int kilobits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(kilobits, 1);
        return new(EncodingKind.H264, 0, kilobits);
    }

    /// <summary>The source's own H.264. Placeholders, which the source has none of, are encoded.</summary>
    public static VariantEncoding PassedH264 { get; } = new(EncodingKind.PassedH264, 0);

    public override string ToString() => Kind switch
    {
        EncodingKind.Passthrough => "passthrough",
        EncodingKind.PassedH264 => "h264 passthrough",
        EncodingKind.H264 => $"h264 {Kilobits} kbit/s",
        _ => $"jpeg {Quality}",
    };

    private static int Checked(int quality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        return quality;
    }
}
