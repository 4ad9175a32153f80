using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace VideoStream.Configuration;

/// <summary>Rules that a range attribute can't express, and all rules of cameras, whose names are keys.</summary>
internal sealed partial class VideoStreamOptionsRules : IValidateOptions<VideoStreamOptions>
{
    private const string Section = VideoStreamOptions.Section;

    private const int MaxText = 100, MaxRungs = 12;

    // Change the direction of the text after them.
    private const int FirstEmbedding = 0x202A, LastEmbedding = 0x202E, FirstIsolate = 0x2066, LastIsolate = 0x2069;

    private readonly CameraOptionsValidator _cameraLimits = new();

    public ValidateOptionsResult Validate(string? name, VideoStreamOptions options)
    {
        string[] failures =
        [
            .. Cameras(options),
            .. Adaptive(options.Adaptive),
            .. Ladder(options.H264.Ladder),
            .. OneLine("Osd:Text:Value", options.Osd.Text.Value),
            .. OtlpEndpoint(options.Telemetry.Otlp.Endpoint),
        ];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Cameras(VideoStreamOptions options)
    {
        foreach (var (name, camera) in options.Cameras)
        {
            foreach (string failure in Camera(name, camera))
                yield return failure;
        }

        if (options.DefaultCamera is { } defaultName && !options.Cameras.ContainsKey(defaultName) && !options.MayHave(defaultName))
            yield return $"{Section}:DefaultCamera is '{defaultName}'; allowed: {string.Join(", ", options.Cameras.Keys)}";
    }

    private IEnumerable<string> Camera(string name, CameraOptions camera)
    {
        string key = $"{Section}:Cameras:{name}";
        if (!IsCameraName(name))
            yield return $"{key} is no camera name; allowed: 1 to 32 letters, digits, '-' and '_', the first a letter or digit";
        if (camera.Rotate is not (0 or 90 or 180 or 270))
            yield return $"{key}:Rotate is '{camera.Rotate}'; allowed: 0, 90, 180, 270";
        if (camera.FourCc is { Length: not 4 } fourCc)
            yield return $"{key}:FourCc is '{fourCc}'; allowed: four characters, such as MJPG";
        if (camera.TrustedCertificate is { } fingerprint && !Fingerprint().IsMatch(fingerprint))
            yield return $"{key}:TrustedCertificate is '{fingerprint}'; allowed: a SHA-256 fingerprint, 64 hexadecimal digits";
        if (camera.ReconnectMin > camera.ReconnectMax)
            yield return $"{key}:ReconnectMin is '{camera.ReconnectMin}'; allowed: 0.1 to ReconnectMax, {camera.ReconnectMax}";
        foreach (string failure in OneLine($"Cameras:{name}:Title", camera.Title ?? ""))
            yield return failure;
        foreach (string failure in _cameraLimits.Validate(key, camera).Failures ?? [])
            yield return failure;
    }

    private static IEnumerable<string> Adaptive(AdaptiveOptions adaptive)
    {
        if (adaptive.MinQuality > adaptive.MaxQuality)
            yield return $"{Section}:Adaptive:MinQuality is '{adaptive.MinQuality}'; allowed: 1 to MaxQuality, {adaptive.MaxQuality}";
        if (adaptive.FastAckMs > adaptive.SlowAckMs)
            yield return $"{Section}:Adaptive:FastAckMs is '{adaptive.FastAckMs}'; allowed: 1 to SlowAckMs, {adaptive.SlowAckMs}";
    }

    private static IEnumerable<string> Ladder(string[] ladder)
    {
        if (ladder.Length > MaxRungs)
            yield return $"{Section}:H264:Ladder has {ladder.Length} rungs; allowed: {MaxRungs}";
        for (int i = 0; i < ladder.Length; i++)
        {
            if (!LadderRung.TryParse(ladder[i], out _))
                yield return $"{Section}:H264:Ladder:{i} is '{Printable(ladder[i])}'; allowed: {LadderRung.Allowed}";
        }
    }

    /// <summary>Whether a camera may have this name.</summary>
    internal static bool IsCameraName(string name) => CameraName().IsMatch(name);

    /// <summary>
    /// Whether a text can be shown as one line. Control characters would be drawn as boxes, or turn around what is beside them.
    /// </summary>
    internal static bool IsOneLine(string text) => text.Length <= MaxText && !text.EnumerateRunes().Any(IsControl);

    private static string[] OneLine(string key, string text) => IsOneLine(text)
        ? []
        : [$"{Section}:{key} is '{Printable(text)}'; allowed: up to {MaxText} characters in one line, without control characters"];

    private static bool IsControl(Rune character) => character == Rune.ReplacementChar || Rune.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || character.Value is >= FirstEmbedding and <= LastEmbedding or >= FirstIsolate and <= LastIsolate;

    /// <summary>The text for a log, in which control characters would do harm.</summary>
    private static string Printable(string text) =>
        string.Concat(text.EnumerateRunes().Select(c => IsControl(c) ? $"\\u{c.Value:X4}" : c.ToString()));

    /// <summary>The value is not shown: an address that is refused may hold a password.</summary>
    private static string[] OtlpEndpoint(string? endpoint) => string.IsNullOrEmpty(endpoint) || OtlpOptions.TryParse(endpoint, out _)
        ? []
        : [$"{Section}:Telemetry:Otlp:Endpoint is no address of a collector; allowed: http://host:port or https://host:port, without user"];

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]{0,31}\\z")]
    private static partial Regex CameraName();

    [GeneratedRegex("^[0-9A-Fa-f]{2}(:?[0-9A-Fa-f]{2}){31}\\z")]
    private static partial Regex Fingerprint();
}
