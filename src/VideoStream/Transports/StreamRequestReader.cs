using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.Options;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Viewers.Settings;

namespace VideoStream.Transports;

/// <summary>Reads the query of a request for frames: <c>?camera=NAME</c> and the settings of <see cref="SettingTable"/>.</summary>
internal sealed class StreamRequestReader(
    CameraRegistry cameras, VariantRegistry variants, SettingTable settings, IOptions<VideoStreamOptions> options)
{
    /// <summary>The parameter that names the camera.</summary>
    public const string CameraParameter = "camera";

    /// <summary>Reads a query. Unknown parameters are ignored, because clients add some to avoid caches.</summary>
    /// <param name="query">The query.</param>
    /// <param name="request">The camera and the settings.</param>
    /// <param name="error">What is wrong.</param>
    public bool TryRead(
        IQueryCollection query, [NotNullWhen(true)] out StreamRequest? request, [NotNullWhen(false)] out SettingError? error)
    {
        request = null;
        string? name = query[CameraParameter];
        if (!cameras.TryFind(name, out Camera? camera))
        {
            string known = string.Join(", ", cameras.All.Select(c => c.Name));
            error = new(ErrorCode.UnknownCamera, $"there is no camera '{name?.Shortened()}'; there is {known}", CameraParameter);
            return false;
        }

        var change = new SettingsChange();
        foreach (ViewerSetting setting in settings.All)
        {
            if (query.TryGetValue(setting.Name, out var text) && !setting.TryRead(ToJson(text.ToString()), setting.Name, change, out error))
                return false;
        }

        // Asked for by its name, the camera is to be that one, and not a test pattern in its place.
        if (name is not null)
            camera.RequestByName();
        error = null;
        request = new(variants.Of(camera), change.ApplyTo(ViewerSettings.Defaults(options.Value)));
        return true;
    }

    /// <summary>A parameter's text as JSON for the settings: a number, a truth value, or else a string.</summary>
    public static JsonElement ToJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // A plain string.
        }

        return JsonSerializer.SerializeToElement(text, TransportJson.Default.String);
    }
}
