namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>
/// The address of the application that an RTMP client names when it connects (<c>tcUrl</c>). Servers choose the virtual host by it.
/// </summary>
internal static class RtmpApplication
{
    /// <summary>The application's address, from that of a stream. It must be the one that ffmpeg finds in the stream's path.</summary>
    public static string AddressOf(CameraUrl stream)
    {
        CameraUrl withoutServer = RelayUrl.Of(stream, stream.Scheme, "", keepsCredentials: false);
        return $"{stream.Display}/{NameOf(withoutServer.Text[$"{stream.Scheme}://".Length..].TrimStart('/'))}";
    }

    /// <summary>The name is the first part of the path, or the first two if there are three.</summary>
    private static string NameOf(string path)
    {
        if (path.IndexOf('?', StringComparison.Ordinal) is >= 0 and int query && path[query..].Contains("slist=", StringComparison.Ordinal))
            return path;
        int first = path.IndexOf('/', StringComparison.Ordinal);
        if (first < 0)
            return path;
        int second = path.IndexOf('/', first + 1), colon = path.IndexOf(':', first + 1);
        bool isOne = second < 0 || (colon >= 0 && colon < second) || path.StartsWith("ondemand/", StringComparison.Ordinal);
        return path[..(isOne ? first : second)];
    }
}
