using System.Globalization;
using VideoStream.Frames.H264;

namespace VideoStream.Cameras.Sources.Rtsp.Sdp;

/// <summary>The H.264 video that a session has (RFC 6184, section 8).</summary>
/// <param name="PayloadType">The payload type of its packets.</param>
/// <param name="Control">Its address; null if it has none of its own.</param>
/// <param name="ParameterSets">SPS and PPS, as far as the description has them.</param>
internal sealed record H264Media(byte PayloadType, string? Control, IReadOnlyList<byte[]> ParameterSets)
{
    private const int MaxNameLength = 20, Interleaved = 2;

    /// <summary>Payload types whose format is fixed (RFC 3551).</summary>
    private static readonly Dictionary<string, string> FixedFormats =
        new() { ["26"] = "JPEG", ["32"] = "MPEG video", ["33"] = "MPEG-TS", ["34"] = "H263" };

    /// <summary>Finds the first H.264 video.</summary>
    /// <returns>Null if there is none that can be read.</returns>
    public static H264Media? Find(SdpDescription description)
    {
        foreach (SdpMedia media in description.Media.Where(media => media.Kind == "video" && !IsEncrypted(media)))
        {
            if (media.Formats.FirstOrDefault(format => IsH264(media, format)) is not { } format)
                continue;
            string[] parameters = Parameters(media, format);
            if (byte.TryParse(format, NumberStyles.None, CultureInfo.InvariantCulture, out byte type) && Mode(parameters) < Interleaved)
                return new H264Media(type, media.First("control"), [.. SetsOf(parameters)]);
        }

        return null;
    }

    /// <summary>Why a session has no H.264 that can be read, as the end of a sentence about the camera.</summary>
    public static string Reason(SdpDescription description)
    {
        SdpMedia[] videos = [.. description.Media.Where(media => media.Kind == "video")];
        if (videos is not [var first, ..])
            return "announces no video";
        if (videos.FirstOrDefault(media => media.Formats.Any(format => IsH264(media, format))) is not { } h264)
            return $"sends {Name(first)}, not H.264";
        return IsEncrypted(h264)
            ? "sends encrypted packets (SRTP)"
            : "sends the packets of its H.264 out of order (packetization mode 2)";
    }

    private static bool IsEncrypted(SdpMedia media) => media.Protocol.Contains("SAVP", StringComparison.OrdinalIgnoreCase);

    private static bool IsH264(SdpMedia media, string format) =>
        media.Of("rtpmap", format) is { } map && map.Split('/')[0].Trim().Equals("H264", StringComparison.OrdinalIgnoreCase);

    /// <summary>The camera's word for its format, so its length and characters are limited.</summary>
    private static string Name(SdpMedia media)
    {
        string format = media.Formats.FirstOrDefault("");
        string name = media.Of("rtpmap", format)?.Split('/')[0] ?? FixedFormats.GetValueOrDefault(format, "");
        string shown = string.Concat(name.Where(c => c is > ' ' and <= '~').Take(MaxNameLength));
        return shown.Length > 0 ? shown : "an unnamed format";
    }

    private static string[] Parameters(SdpMedia media, string format) =>
        (media.Of("fmtp", format) ?? "").Split(';', StringSplitOptions.TrimEntries);

    private static string? Parameter(string[] parameters, string name) => parameters
        .Select(parameter => parameter.Split('=', 2, StringSplitOptions.TrimEntries))
        .Where(pair => pair.Length == 2 && pair[0].Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(pair => pair[1])
        .FirstOrDefault();

    /// <summary>Most cameras use mode 1, and some do not say so. A mode that can't be read counts as unknown.</summary>
    private static int Mode(string[] parameters) => Parameter(parameters, "packetization-mode") is not { } mode
        ? 1
        : int.TryParse(mode, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : Interleaved;

    private static IEnumerable<byte[]> SetsOf(string[] parameters)
    {
        foreach (string text in (Parameter(parameters, "sprop-parameter-sets") ?? "").Split(','))
        {
            // Some cameras leave out the padding.
            string base64 = text.Trim().TrimEnd('=');
            byte[] unit = new byte[base64.Length];
            if (Convert.TryFromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='), unit, out int length) && length > 0)
                yield return WithoutStartCode(unit.AsSpan(0, length));
        }
    }

    private static byte[] WithoutStartCode(ReadOnlySpan<byte> unit) =>
        (unit.StartsWith(AnnexB.StartCode) ? unit[AnnexB.StartCode.Length..] : unit).ToArray();
}
