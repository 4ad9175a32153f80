using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Viewers.Settings;

/// <summary>
/// The box that frames are fitted into: <c>"640x360"</c>, an object with both sides, <c>true</c> for the default, <c>false</c> for none.
/// </summary>
/// <param name="defaultSize">What <c>true</c> stands for.</param>
internal sealed class MaxSizeValue(PictureSize defaultSize) : SettingValue<MaxSize>
{
    private static readonly string Range =
        string.Create(CultureInfo.InvariantCulture, $"width and height of {SizeLimits.MinSide} to {SizeLimits.MaxSide} pixels");

    public override string Schema => """{"oneOf":[{"type":"boolean"},{"type":"string","pattern":"^[0-9]+x[0-9]+$"}]}""";

    public override bool TryRead(JsonElement value, string field, out MaxSize read, [NotNullWhen(false)] out SettingError? error)
    {
        read = default;
        error = null;
        switch (value.ValueKind)
        {
            case JsonValueKind.False:
                break;
            case JsonValueKind.True:
                read = new(defaultSize);
                break;
            case JsonValueKind.String when PictureSize.TryParse(value.GetString(), out PictureSize size):
                read = new(size);
                break;
            case JsonValueKind.Object when Side(value, "width") is { } width && Side(value, "height") is { } height:
                read = new(new PictureSize(width, height));
                break;
            default:
                error = SettingError.WrongType(field, "true, false, \"640x360\" or {\"width\":640,\"height\":360}");
                break;
        }

        if (read.Value is { IsAllowed: false })
            error = SettingError.OutOfRange(field, Range);
        return error is null;
    }

    private static int? Side(JsonElement box, string name) =>
        box.TryGetProperty(name, out JsonElement side) && side.ValueKind == JsonValueKind.Number && side.TryGetInt32(out int pixels)
            ? pixels
            : null;
}
