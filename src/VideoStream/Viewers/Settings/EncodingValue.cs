using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using VideoStream.Encoding;

namespace VideoStream.Viewers.Settings;

/// <summary>A JPEG quality, or <c>"source"</c> for the camera's own JPEG.</summary>
/// <param name="defaultQuality">The JPEG quality where the camera's own JPEG cannot be sent.</param>
internal sealed class EncodingValue(int defaultQuality) : SettingValue<VariantEncoding>
{
    /// <summary>The value of <see cref="EncodingKind.Passthrough"/>.</summary>
    public const string Source = "source";

    private readonly NumberValue _quality = new(1, 100, whole: true);

    public override string Schema => $$"""{"oneOf":[{{_quality.Schema}},{"type":"string","enum":["{{Source}}"]}]}""";

    public override bool TryRead(JsonElement value, string field, out VariantEncoding read, [NotNullWhen(false)] out SettingError? error)
    {
        (read, error) = (VariantEncoding.Passthrough(defaultQuality), null);
        if (value.ValueKind == JsonValueKind.String && value.ValueEquals(Source))
            return true;
        if (!_quality.TryRead(value, field, out double quality, out error))
            return false;
        read = VariantEncoding.Jpeg((int)quality);
        return true;
    }
}
