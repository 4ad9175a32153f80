using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using VideoStream.Access;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Viewers.Settings;

namespace VideoStream.Transports.Links;

/// <summary>
/// Reads a request for a link. A field that is unknown is an error: if a cap has a wrong name, the link would have no cap.
/// </summary>
internal sealed class LinkReader(CameraRegistry cameras, TimeProvider time)
{
    private const string CameraField = "camera", ExpiresField = "expires", ExpiresInField = "expires_in";
    private const string QualityField = "max_quality", RateField = "max_fps", SizeField = "max_size";

    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(1), LongestLifetime = TimeSpan.FromDays(366);
    private static readonly string[] Fields = [CameraField, ExpiresField, ExpiresInField, QualityField, RateField, SizeField];
    private static readonly NumberValue Quality = new(1, 100, whole: true);
    private static readonly NumberValue Rate = new(ClientLimits.MinFrameRate, ClientLimits.MaxFrameRate);
    private static readonly NumberValue Seconds = new(1, LongestLifetime.TotalSeconds, whole: true);

    private static readonly string AllowedSize = string.Create(
        CultureInfo.InvariantCulture, $"a box such as \"640x360\", {SizeLimits.MinSide} to {SizeLimits.MaxSide} pixels a side");

    /// <summary>Reads a request.</summary>
    /// <param name="json">The body.</param>
    /// <param name="creator">Who asks.</param>
    /// <param name="link">The link to make.</param>
    /// <param name="error">What is wrong, with the name of the field.</param>
    public bool TryRead(
        JsonElement json, AccessGrant creator, [NotNullWhen(true)] out SignedLink? link, [NotNullWhen(false)] out SettingError? error)
    {
        link = null;
        error = json.ValueKind == JsonValueKind.Object ? CheckNames(json) : new(ErrorCode.NotAnObject, "the body must be a JSON object");
        if (error is not null
            || !TryReadCamera(json, out string? camera, out error)
            || !TryReadExpiry(json, out DateTimeOffset expires, out error)
            || !TryReadNumber(json, QualityField, Quality, out double? quality, out error)
            || !TryReadNumber(json, RateField, Rate, out double? rate, out error)
            || !TryReadSize(json, out string? size, out error))
            return false;
        link = new(LinkRegistry.NewId(), camera, time.GetUtcNow(), creator.Holder, WholeSecond(expires), (int?)quality, rate, size);
        return true;
    }

    private static SettingError? CheckNames(JsonElement json)
    {
        var seen = new HashSet<string>();
        foreach (JsonProperty property in json.EnumerateObject())
        {
            string name = property.Name.Shortened();
            if (!Fields.Contains(property.Name))
                return new("unknown_field", $"'{name}' is no field of a link; there is {string.Join(", ", Fields)}", name);
            if (!seen.Add(property.Name))
                return new("repeated_field", $"{name} is there twice", name);
        }

        return null;
    }

    private bool TryReadCamera(JsonElement json, [NotNullWhen(true)] out string? name, [NotNullWhen(false)] out SettingError? error)
    {
        (name, error) = (null, null);
        string known = string.Join(", ", cameras.All.Select(camera => camera.Name));
        if (!TryGet(json, CameraField, out JsonElement value))
            error = new(ErrorCode.MissingValue, $"{CameraField} must be one of {known}", CameraField);
        else if (value.ValueKind != JsonValueKind.String)
            error = SettingError.WrongType(CameraField, $"one of {known}");
        else if (cameras.TryFind(value.GetString()!, out Camera? camera))
            name = camera.Name;
        else
            error = new(ErrorCode.UnknownCamera, $"there is no camera '{value.GetString()!.Shortened()}'; there is {known}", CameraField);
        return name is not null;
    }

    private bool TryReadExpiry(JsonElement json, out DateTimeOffset expires, [NotNullWhen(false)] out SettingError? error)
    {
        DateTimeOffset now = time.GetUtcNow();
        expires = now + DefaultLifetime;
        bool hasTime = TryGet(json, ExpiresField, out JsonElement text);
        if (!TryReadNumber(json, ExpiresInField, Seconds, out double? seconds, out error))
            return false;
        if (hasTime && seconds is not null)
            error = SettingError.WrongType(ExpiresField, $"left out where there is {ExpiresInField}");
        else if (seconds is not null)
            expires = now + TimeSpan.FromSeconds(seconds.Value);
        else if (hasTime && !(text.ValueKind == JsonValueKind.String && TryParse(text.GetString()!, out expires)))
            error = SettingError.WrongType(ExpiresField, "a date or a time, as in 2027-01-31 or 2027-01-31T18:00Z");
        else if (expires <= now || expires > now + LongestLifetime)
            error = SettingError.OutOfRange(ExpiresField, $"in the future, and within {LongestLifetime.TotalDays} days");
        return error is null;
    }

    /// <summary>The next whole second: tokens and cookies have no parts of one, and nobody is to be let out early.</summary>
    private static DateTimeOffset WholeSecond(DateTimeOffset expires)
    {
        long part = expires.Ticks % TimeSpan.TicksPerSecond;
        return part == 0 ? expires : expires.AddTicks(TimeSpan.TicksPerSecond - part);
    }

    private static bool TryParse(string text, out DateTimeOffset expires)
    {
        bool isGood = AccessKeyReader.TryReadExpiry(text, out DateTimeOffset? time) && time is not null;
        expires = time ?? default;
        return isGood;
    }

    private static bool TryReadNumber(
        JsonElement json, string field, NumberValue values, out double? number, [NotNullWhen(false)] out SettingError? error)
    {
        (number, error) = (null, null);
        if (!TryGet(json, field, out JsonElement value))
            return true;
        if (!values.TryRead(value, field, out double read, out error))
            return false;
        number = read;
        return true;
    }

    private static bool TryReadSize(JsonElement json, out string? size, [NotNullWhen(false)] out SettingError? error)
    {
        (size, error) = (null, null);
        if (!TryGet(json, SizeField, out JsonElement value))
            return true;
        if (value.ValueKind != JsonValueKind.String || !PictureSize.TryParse(value.GetString(), out PictureSize box))
            error = SettingError.WrongType(SizeField, AllowedSize);
        else if (!box.IsAllowed)
            error = SettingError.OutOfRange(SizeField, AllowedSize);
        else
            size = box.ToString();
        return error is null;
    }

    /// <summary>Finds a field that has a value. Null is none.</summary>
    private static bool TryGet(JsonElement json, string field, out JsonElement value) =>
        json.TryGetProperty(field, out value) && value.ValueKind != JsonValueKind.Null;
}
