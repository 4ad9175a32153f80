namespace VideoStream.Cameras;

/// <summary>What a camera's <c>Source</c> names.</summary>
/// <param name="Kind">Which kind it is.</param>
/// <param name="Address">The device's path (its number where devices have no path), the file's path or the URL; else empty.</param>
internal sealed record CameraSource(CameraSourceKind Kind, string Address)
{
    public const string Allowed = "auto, test, a device such as 0 or /dev/video0, a video file";

    /// <summary>Reads a configured source; null if it is empty.</summary>
    public static CameraSource? Parse(string? text)
    {
        string source = text?.Trim() ?? "";
        if (source.Length == 0)
            return null;
        if (source.Equals("auto", StringComparison.OrdinalIgnoreCase))
            return new(CameraSourceKind.Auto, "");
        if (source.Equals("test", StringComparison.OrdinalIgnoreCase))
            return new(CameraSourceKind.TestPattern, "");
        if (source.Length <= 4 && source.All(char.IsAsciiDigit))
            return new(CameraSourceKind.Device, OperatingSystem.IsLinux() ? "/dev/video" + source : source);
        if (source.StartsWith("/dev/", StringComparison.Ordinal))
            return new(CameraSourceKind.Device, source);
        return source.Contains("://", StringComparison.Ordinal)
            ? new(CameraSourceKind.Url, source)
            : new(CameraSourceKind.VideoFile, source);
    }
}
