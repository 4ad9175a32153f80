using System.Globalization;

namespace VideoStream.Cameras;

/// <summary>The text of a placeholder: the fault, for how long it has lasted, and the time of the next try.</summary>
internal static class PlaceholderText
{
    /// <summary>The lines of text for a camera that is not live.</summary>
    public static IEnumerable<string> Lines(CameraStatus status, TimeProvider time)
    {
        long now = time.GetTimestamp();
        yield return status.Reason ?? (status.State == CameraState.Lost ? "lost" : "starting");
        if (status is { Reason: not null, DownSince: { } down })
            yield return "for " + Duration(time.GetElapsedTime(down, now));
        if (status.NextTry is { } next)
            yield return next > now ? $"next try in {Duration(time.GetElapsedTime(now, next))}" : "trying again";
        else if (status is { State: CameraState.Connecting, Reason: not null })
            yield return "trying again now";
    }

    /// <summary>Wraps a text, at spaces if possible, and never within a character.</summary>
    public static IEnumerable<string> Wrap(string text, int maxLength)
    {
        string rest = string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)).Trim();
        while (rest.Length > maxLength)
        {
            int space = rest.LastIndexOf(' ', maxLength);
            int end = space > 0 ? space : char.IsLowSurrogate(rest[maxLength]) ? maxLength - 1 : maxLength;
            yield return rest[..end];
            rest = rest[end..].TrimStart();
        }

        if (rest.Length > 0)
            yield return rest;
    }

    /// <summary>Replaces what OpenCV's font does not have, which is all but printable ASCII.</summary>
    public static string ToAscii(string text) => string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?'));

    private static string Duration(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "1 s",
        { TotalSeconds: < 100 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
        { TotalMinutes: < 100 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0} h"),
    };
}
