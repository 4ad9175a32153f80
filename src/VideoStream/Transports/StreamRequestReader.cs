using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Viewers.Settings;

namespace VideoStream.Transports;

/// <summary>
/// Reads the query of a request for frames: <c>?camera=NAME</c>, <c>page=ID</c> and the settings of <see cref="SettingTable"/>.
/// </summary>
internal sealed partial class StreamRequestReader(
    CameraRegistry cameras, VariantRegistry variants, SettingTable settings, IOptions<VideoStreamOptions> options)
{
    /// <summary>The parameter that names the camera.</summary>
    public const string CameraParameter = "camera";

    /// <summary>The parameter that names the page.</summary>
    public const string PageParameter = "page";

    /// <summary>What a page's name is. It is random, so that nobody else has it.</summary>
    public const string PagePattern = "^[A-Za-z0-9_-]{8,64}$";

    /// <summary>Reads a query. Unknown parameters are ignored, because clients add some to avoid caches.</summary>
    /// <param name="query">The query.</param>
    /// <param name="request">The camera, the settings and the page.</param>
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

        if (!TryReadPage(query, out string? page, out error))
            return false;
        // Asked for by its name, the camera is to be that one, and not a test pattern in its place.
        if (name is not null)
            camera.RequestByName();
        error = null;
        request = new(variants.Of(camera), change.ApplyTo(ViewerSettings.Defaults(options.Value)), page);
        return true;
    }

    private static bool TryReadPage(IQueryCollection query, out string? page, [NotNullWhen(false)] out SettingError? error)
    {
        page = query.TryGetValue(PageParameter, out var text) ? text.ToString() : null;
        bool isGood = page is null || PageName().IsMatch(page);
        error = isGood ? null : SettingError.WrongType(PageParameter, "8 to 64 letters, digits, '-' and '_'");
        return error is null;
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{8,64}\\z")]
    private static partial Regex PageName();

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
