using System.Globalization;
using System.Text.RegularExpressions;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>A version of ffmpeg. Options have come and gone between versions.</summary>
/// <param name="Major">The first number.</param>
/// <param name="Minor">The second number.</param>
/// <param name="Text">The version as ffmpeg prints it.</param>
internal sealed partial record FfmpegVersion(int Major, int Minor, string Text)
{
    // Before, -timeout made an RTSP input listen, and the concat format could not pass options on.
    private const int Oldest = 5;

    /// <summary>A version that is not known, such as a build of a developer. It counts as the newest.</summary>
    public static FfmpegVersion Unknown { get; } = new(int.MaxValue, 0, "of an unknown version");

    public bool IsTooOld => Major < Oldest;

    /// <summary>The name of the option that sets how frames are repeated or dropped. 5.1 has both names, and 8 only the new one.</summary>
    public string FrameRateMode => Major > 5 || (Major == 5 && Minor >= 1) ? "-fps_mode" : "-vsync";

    /// <summary>Parses the first line of <c>ffmpeg -version</c>, as in <c>ffmpeg version 5.1.9-0+deb12u1 Copyright …</c>.</summary>
    public static FfmpegVersion Parse(string? line)
    {
        Match match = Line().Match(line ?? "");
        return match.Success && int.TryParse(match.Groups["major"].ValueSpan, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(match.Groups["minor"].ValueSpan, CultureInfo.InvariantCulture, out int minor)
            ? new(major, minor, match.Groups["text"].Value)
            : Unknown;
    }

    /// <summary>Releases are named by numbers, with or without an n before them. Builds from the repository have other names.</summary>
    [GeneratedRegex(@"^ffmpeg version (?<text>n?(?<major>[0-9]{1,3})\.(?<minor>[0-9]{1,3})\S*)")]
    private static partial Regex Line();
}
