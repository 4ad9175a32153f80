using System.Globalization;

namespace VideoStream.Cameras.Sources.Rtsp;

/// <summary>A session that a camera has opened (RFC 2326, 12.37), and what was agreed.</summary>
/// <param name="Url">The address of the session as a whole.</param>
/// <param name="Id">Its name; empty if the camera gave none.</param>
/// <param name="Timeout">The camera ends the session after this time without a request.</param>
/// <param name="Channel">The channel of the packets with video.</param>
internal sealed record RtspSession(string Url, string Id, TimeSpan Timeout, byte Channel)
{
    private const int DefaultTimeout = 60, LongestTimeout = 24 * 60 * 60;

    /// <summary>A line of a request's head.</summary>
    private string Header => Id.Length > 0 ? $"Session: {Id}\r\n" : "";

    /// <summary>Reads the response to SETUP.</summary>
    /// <param name="url">The address of the session as a whole.</param>
    /// <param name="response">The response.</param>
    /// <returns>Null if the camera wants to send its packets over UDP.</returns>
    public static RtspSession? Of(string url, RtspMessage response)
    {
        string transport = response.First("Transport") ?? "";
        string? channels = Value(transport, "interleaved");
        if (transport.Length > 0 && channels is null && !transport.Contains("/TCP", StringComparison.OrdinalIgnoreCase))
            return null;
        string session = response.First("Session") ?? "";
        int timeout = Number(Value(session, "timeout")) is > 1 and var seconds ? Math.Min(seconds, LongestTimeout) : DefaultTimeout;
        int channel = Math.Min(byte.MaxValue, Number(channels?.Split('-')[0]));
        return new RtspSession(url, session.Split(';')[0].Trim(), TimeSpan.FromSeconds(timeout), (byte)channel);
    }

    /// <summary>A request about the session as a whole.</summary>
    public RtspRequest Request(string method, string headers = "") => new(method, Url, Header + headers);

    private static string? Value(string list, string name) => list.Split(';', StringSplitOptions.TrimEntries)
        .Select(parameter => parameter.Split('=', 2, StringSplitOptions.TrimEntries))
        .Where(pair => pair.Length == 2 && pair[0].Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(pair => pair[1])
        .FirstOrDefault();

    private static int Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
