namespace VideoStream.Cameras.Sources.Rtsp.Sdp;

/// <summary>Resolves the addresses of a session and of its media (RFC 2326, appendix C.1.1).</summary>
internal static class ControlUrl
{
    /// <summary>
    /// Resolves an address. A relative one is appended to the base, as cameras and other clients do, also where the base ends with a query.
    /// </summary>
    /// <param name="baseUrl">The address of the session.</param>
    /// <param name="control">What the description has; null or <c>*</c> stands for the session itself.</param>
    public static string Resolve(string baseUrl, string? control)
    {
        if (string.IsNullOrEmpty(control) || control == "*")
            return baseUrl;
        if (IsAbsolute(control))
            return Escape(control);
        string separator = control[0] is '?' or '/' || baseUrl.EndsWith('/') ? "" : "/";
        return Escape(baseUrl + separator + (baseUrl.EndsWith('/') ? control.TrimStart('/') : control));
    }

    /// <summary>The base of relative addresses: the first one of these that is absolute.</summary>
    public static string BaseOf(string requested, params ReadOnlySpan<string?> named)
    {
        foreach (string? url in named)
        {
            if (url is not null && IsAbsolute(url))
                return Escape(url);
        }

        return requested;
    }

    private static bool IsAbsolute(string url) =>
        url.StartsWith("rtsp://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("rtsps://", StringComparison.OrdinalIgnoreCase);

    /// <summary>A request line has spaces between its words only.</summary>
    private static string Escape(string url) => url.Replace(" ", "%20", StringComparison.Ordinal);
}
