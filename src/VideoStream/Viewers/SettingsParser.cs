using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Transports.WebSockets.Protocol;

namespace VideoStream.Viewers;

/// <summary>
/// Reads viewers' settings, from messages and from queries alike: the values are those of JSON, so a query's text is read as JSON
/// where it is a number or a truth value, and as a string else.
/// </summary>
internal sealed class SettingsParser(ResizeOptions resize)
{
    /// <summary>The settings by name, as they stand in <c>config</c> messages and queries.</summary>
    public static readonly string[] Names = ["osd", "quality", "fps", "resize", "adaptive"];

    /// <summary>The quality that asks for the camera's own JPEG.</summary>
    public const string Source = "source";

    private static readonly string SizeRange =
        string.Create(CultureInfo.InvariantCulture, $"width and height of {FrameLimits.MinSide} to {FrameLimits.MaxSide} pixels");

    /// <summary>Reads one setting and adds it to a change.</summary>
    /// <param name="setting">One of <see cref="Names"/>.</param>
    /// <param name="value">Its value.</param>
    /// <param name="field">The name by which the client knows the value, for the error.</param>
    /// <param name="change">What to add it to.</param>
    /// <param name="error">What is wrong with the value.</param>
    public bool TryRead(
        string setting, JsonElement value, string field, ref SettingsChange change, [NotNullWhen(false)] out SettingError? error)
    {
        error = null;
        switch (setting)
        {
            case "osd" when TryBoolean(value, field, out bool osd, out error):
                change = change with { Osd = osd };
                break;
            case "adaptive" when TryBoolean(value, field, out bool adaptive, out error):
                change = change with { Adaptive = adaptive };
                break;
            case "quality" when value.ValueKind == JsonValueKind.String && value.ValueEquals(Source):
                change = change with { Quality = Variant.SourceQuality };
                break;
            case "quality" when TryNumber(value, field, 1, 100, whole: true, out double quality, out error):
                change = change with { Quality = (int)quality };
                break;
            case "fps" when TryNumber(value, field, 1, 240, whole: false, out double fps, out error):
                change = change with { Fps = fps };
                break;
            case "resize" when TryResize(value, field, out ResizeChoice rendition, out error):
                change = change with { Resize = rendition };
                break;
        }

        return error is null;
    }

    /// <summary>A query parameter's text as a JSON value.</summary>
    public static JsonElement FromQuery(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Then it is a plain string.
        }

        return JsonSerializer.SerializeToElement(text, ProtocolJson.Default.String);
    }

    private static bool TryBoolean(JsonElement value, string field, out bool result, out SettingError? error)
    {
        result = value.ValueKind == JsonValueKind.True;
        error = result || value.ValueKind == JsonValueKind.False ? null : WrongType(field, "true or false");
        return error is null;
    }

    private static bool TryNumber(
        JsonElement value, string field, int lowest, int highest, bool whole, out double result, out SettingError? error)
    {
        string allowed = string.Create(CultureInfo.InvariantCulture, $"a {(whole ? "whole number" : "number")} from {lowest} to {highest}");
        result = 0;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out result) || (whole && result != Math.Floor(result)))
            error = WrongType(field, allowed);
        else
            error = result >= lowest && result <= highest ? null : OutOfRange(field, allowed);
        return error is null;
    }

    private bool TryResize(JsonElement value, string field, out ResizeChoice rendition, out SettingError? error)
    {
        PictureSize? maxSize = null;
        error = value.ValueKind switch
        {
            JsonValueKind.False => null,
            JsonValueKind.True => Take(new PictureSize(resize.Width, resize.Height), out maxSize),
            JsonValueKind.String when PictureSize.TryParse(value.GetString(), out PictureSize size) => Take(size, out maxSize),
            JsonValueKind.Object when Side(value, "width") is { } width && Side(value, "height") is { } height =>
                Take(new PictureSize(width, height), out maxSize),
            _ => WrongType(field, "true, false, \"640x360\" or {\"width\":640,\"height\":360}"),
        };
        if (maxSize is { IsAllowed: false })
            error = OutOfRange(field, SizeRange);
        rendition = new ResizeChoice(maxSize);
        return error is null;
    }

    private static SettingError? Take(PictureSize size, out PictureSize? maxSize)
    {
        maxSize = size;
        return null;
    }

    private static int? Side(JsonElement maxSize, string name) =>
        maxSize.TryGetProperty(name, out JsonElement side) && side.ValueKind == JsonValueKind.Number && side.TryGetInt32(out int pixels)
            ? pixels
            : null;

    private static SettingError WrongType(string field, string allowed) =>
        new(ErrorCode.WrongType, $"{field} must be {allowed}", field);

    private static SettingError OutOfRange(string field, string allowed) =>
        new(ErrorCode.OutOfRange, $"{field} must be {allowed}", field);
}
