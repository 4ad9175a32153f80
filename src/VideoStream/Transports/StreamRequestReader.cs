using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Viewers.Settings;

namespace VideoStream.Transports;

/// <summary>
/// Reads the query of a request for frames: <c>?camera=NAME</c>, <c>page=ID</c> and the settings of <see cref="SettingTable"/>.
/// </summary>
internal sealed partial class StreamRequestReader(
    CameraRegistry cameras,
    VariantRegistry variants,
    SettingTable settings,
    AccessKeys keys,
    IOptions<VideoStreamOptions> options,
    CameraDiscovery? discovery = null)
{
    /// <summary>The parameter that names the camera.</summary>
    public const string CameraParameter = "camera";

    /// <summary>The parameter that names the page.</summary>
    public const string PageParameter = "page";

    /// <summary>What a page's name is. It is random, so that nobody else has it.</summary>
    public const string PagePattern = "^[A-Za-z0-9_-]{8,64}$";

    /// <summary>Reads the query of a request, within what its key allows.</summary>
    public bool TryRead(
        HttpContext context, [NotNullWhen(true)] out StreamRequest? request, [NotNullWhen(false)] out SettingError? error) =>
        TryRead(context.Request.Query, keys.GrantOf(context.User), out request, out error);

    /// <summary>Reads a query. Unknown parameters are ignored, because clients add some to avoid caches.</summary>
    /// <param name="query">The query.</param>
    /// <param name="grant">What the client may do.</param>
    /// <param name="request">The camera, the settings and the page.</param>
    /// <param name="error">What is wrong.</param>
    public bool TryRead(
        IQueryCollection query,
        AccessGrant grant,
        [NotNullWhen(true)] out StreamRequest? request,
        [NotNullWhen(false)] out SettingError? error)
    {
        request = null;
        string? name = query[CameraParameter];
        if (!TryFindCamera(name, grant, out VariantSet? camera, out error)
            || !TryReadSettings(query, grant, out SettingsChange? change, out error)
            || !TryReadPage(query, out string? page, out error))
            return false;
        // Asked for by its name, the camera is to be that one, and not a test pattern in its place.
        if (name is not null)
            camera.Camera.RequestByName();
        ViewerSettings defaults = ViewerSettings.Defaults(options.Value);
        request = new(camera, change.ApplyTo(defaults).Within(grant.Caps, defaults), page, grant);
        return true;
    }

    /// <summary>
    /// Finds the camera. A key for some cameras does not learn the others' names, so any other name is forbidden. If it names none, and the
    /// default is not one of its own, it gets the first of its own.
    /// </summary>
    private bool TryFindCamera(
        string? name, AccessGrant grant, [NotNullWhen(true)] out VariantSet? camera, [NotNullWhen(false)] out SettingError? error)
    {
        (camera, error) = (null, null);
        Camera[] own = [.. cameras.All.Where(candidate => grant.MayWatch(candidate.Name))];
        string wanted = name ?? DefaultOf(own);
        if (!grant.MayWatch(wanted))
        {
            error = new(ErrorCode.Forbidden, $"the {grant.Holder} may not watch the camera '{wanted.Shortened()}'", CameraParameter);
            return false;
        }

        if (cameras.TryFind(wanted, out Camera? found) && variants.TryFind(found, out camera))
            return true;
        if ((FindMissing(name) ?? FindChanging(wanted)) is { } missing)
        {
            error = new(ErrorCode.NoCameraYet, missing, CameraParameter);
            return false;
        }

        string known = own.Length > 0 ? $"there is {string.Join(", ", own.Select(candidate => candidate.Name))}" : "there is none";
        error = new(ErrorCode.UnknownCamera, $"there is no camera '{wanted.Shortened()}'; {known}", CameraParameter);
        return false;
    }

    /// <summary>Why a camera is not there that another service may publish later, in words; null if it can't come.</summary>
    /// <param name="name">What the client asked for; null for any camera.</param>
    private string? FindMissing(string? name)
    {
        DiscoveryState? entry = discovery?.States.FirstOrDefault(
            state => name is null || name.StartsWith(state.Entry + '-', StringComparison.OrdinalIgnoreCase));
        return entry is null
            ? null
            : $"{(name is null ? "no camera" : $"camera '{name.Shortened()}'")} was found yet at {entry.Server}: "
                + (entry.Problem ?? "no service publishes it");
    }

    /// <summary>
    /// Why a configured camera is not there, in words; null if it is not configured. One whose source has become another is replaced.
    /// </summary>
    private string? FindChanging(string wanted) =>
        options.Value.MayHave(wanted) ? $"camera '{wanted}' gets another source just now" : null;

    private string DefaultOf(Camera[] own)
    {
        string configured = options.Value.DefaultCameraName;
        bool isOwn = own.Any(camera => camera.Name.Equals(configured, StringComparison.OrdinalIgnoreCase));
        return isOwn ? configured : own.FirstOrDefault()?.Name ?? configured;
    }

    private bool TryReadSettings(
        IQueryCollection query,
        AccessGrant grant,
        [NotNullWhen(true)] out SettingsChange? change,
        [NotNullWhen(false)] out SettingError? error)
    {
        change = new SettingsChange();
        foreach (ViewerSetting setting in settings.All)
        {
            if (query.TryGetValue(setting.Name, out var text) && !setting.TryRead(ToJson(text.ToString()), setting.Name, change, out error))
                return false;
        }

        error = change.Check(grant);
        return error is null;
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
