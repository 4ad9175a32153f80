using System.Globalization;

namespace VideoStream.Cameras.Sources.Rtsp;

/// <summary>A request to a camera.</summary>
/// <param name="Method">The method.</param>
/// <param name="Url">What it is about.</param>
/// <param name="Headers">Further lines of its head, each with its end.</param>
internal sealed record RtspRequest(string Method, string Url, string Headers = "")
{
    /// <summary>The request as it is sent.</summary>
    /// <param name="number">The number that the response repeats.</param>
    /// <param name="authorization">The value of the <c>Authorization</c> header; null for none.</param>
    public byte[] Write(int number, string? authorization)
    {
        string credentials = authorization is null ? "" : $"Authorization: {authorization}\r\n";
        return System.Text.Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{Method} {Url} RTSP/1.0\r\nCSeq: {number}\r\nUser-Agent: VideoStream\r\n{Headers}{credentials}\r\n"));
    }
}
