using System.Text;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// What a camera's response is. Its first bytes decide, because many cameras send a wrong content type, or none. The content type decides
/// only what they leave open.
/// </summary>
/// <param name="Kind">The kind.</param>
/// <param name="Media">The media type as faults show it.</param>
/// <param name="Boundary">The boundary of a multipart body; null if it is not known.</param>
internal readonly record struct CameraBody(CameraBodyKind Kind, string Media, string? Boundary = null)
{
    /// <summary>How many bytes are looked at, at most.</summary>
    private const int MaxBytes = 1024;

    private static readonly string[] Pictures = ["image/jpeg", "image/jpg", "image/pjpeg"];

    private static readonly string[] Texts = ["text/html", "text/plain", "application/json"];

    /// <summary>Finds out what a body is.</summary>
    /// <param name="contentType">The value of the header as it was received; null if there is none.</param>
    /// <param name="received">The body. Blocks until as much has arrived as is needed, and consumes nothing.</param>
    /// <exception cref="IOException">The connection failed.</exception>
    public static CameraBody Read(string? contentType, JpegReceiver received)
    {
        ContentType type = ContentType.Parse(contentType);
        bool isMore = true;
        while (true)
        {
            if (TryRead(type, received.Data, isMore && received.Data.Length < MaxBytes) is { } body)
                return body;
            isMore = received.Fill();
        }
    }

    /// <summary>Finds out what a body is.</summary>
    /// <param name="type">The content type.</param>
    /// <param name="start">The first bytes.</param>
    /// <param name="isMore">Whether more bytes may follow.</param>
    /// <returns>Null if more bytes are needed.</returns>
    internal static CameraBody? TryRead(ContentType type, ReadOnlySpan<byte> start, bool isMore)
    {
        if (type.Media.StartsWith("multipart/", StringComparison.Ordinal))
            return new(CameraBodyKind.Multipart, type.Media, type.Boundary);
        ReadOnlySpan<byte> data = start.TrimStart("\r\n\t "u8);
        if (data.StartsWith(JpegMarkers.Start))
            return new(CameraBodyKind.Jpeg, type.Media);
        if (isMore && data.Length < JpegMarkers.Start.Length)
            return null;
        return data.StartsWith("--"u8) ? TryReadDelimiter(type, data, isMore) : ByType(type, data, isMore);
    }

    /// <summary>A delimiter is a line, and the next one is a header or empty.</summary>
    private static CameraBody? TryReadDelimiter(ContentType type, ReadOnlySpan<byte> data, bool isMore)
    {
        int end = data.IndexOf((byte)'\n');
        int next = end < 0 ? -1 : data[(end + 1)..].IndexOf((byte)'\n');
        if (next < 0 && isMore)
            return null;
        bool isDelimiter = next >= 0
            && PartDelimiter.IsDashed(data[..end].TrimEnd((byte)'\r'))
            && data[2..end].ContainsAnyExcept("-\r"u8)
            && data.Slice(end + 1, next).TrimEnd((byte)'\r') is var line && (line.IsEmpty || line.Contains((byte)':'));
        return isDelimiter ? new(CameraBodyKind.Multipart, type.Media, type.Boundary) : ByType(type, data, isMore);
    }

    private static CameraBody? ByType(ContentType type, ReadOnlySpan<byte> data, bool isMore)
    {
        CameraBody other = new(CameraBodyKind.Other, type.Media);
        if (Pictures.Contains(type.Media))
            return new(CameraBodyKind.Jpeg, type.Media);
        bool isText = Texts.Contains(type.Media);
        if (!isText && type.Media.Length > 0)
            return other;
        // A playlist is for ffmpeg, whatever its type.
        bool? isFound = isText ? Starts(data, isMore, "#EXTM3U") : Starts(data, isMore, "<!doctype html", "<html");
        if (isFound is not { } found)
            return null;
        return found == isText ? other : new(CameraBodyKind.Text, isText ? type.Media : Texts[0]);
    }

    /// <summary>Whether the data begins with one of these words, in any case; null if more bytes are needed.</summary>
    private static bool? Starts(ReadOnlySpan<byte> data, bool isMore, params ReadOnlySpan<string> words)
    {
        bool isUndecided = false;
        foreach (string word in words)
        {
            int length = Math.Min(data.Length, word.Length);
            if (!Ascii.EqualsIgnoreCase(data[..length], word.AsSpan(0, length)))
                continue;
            if (length == word.Length)
                return true;
            isUndecided = isMore;
        }

        return isUndecided ? null : false;
    }
}
