using VideoStream.Encoding;
using VideoStream.Relay;

namespace VideoStream.Scale;

/// <summary>A variant that viewers watch.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Kilobits">What it takes a second, in kbit.</param>
/// <param name="Weight">How many of the viewers watch it, of 1.</param>
internal sealed record WatchedVariant(Variant Variant, double Kilobits, double Weight)
{
    /// <summary>Its name in subjects.</summary>
    public string Name { get; } = VariantName.Of(Variant);

    public bool IsH264 => Variant.Encoding.IsH264;
}
