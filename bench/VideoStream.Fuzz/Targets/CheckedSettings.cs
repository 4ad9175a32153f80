using VideoStream.Configuration;
using VideoStream.Viewers.Settings;

namespace VideoStream.Fuzz.Targets;

/// <summary>Settings of a client are within their limits, however they were sent.</summary>
internal static class CheckedSettings
{
    public static void Check(ViewerSettings settings)
    {
        FuzzException.Unless(
            settings.Fps is >= ClientLimits.MinFrameRate and <= ClientLimits.MaxFrameRate, "the frame rate is within limits");
        FuzzException.Unless(settings.Encoding.Quality is >= 1 and <= 100, "the quality is within limits");
        FuzzException.Unless(settings.MaxSize is null or { IsAllowed: true }, "the size is within limits");
    }
}
