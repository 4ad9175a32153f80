using VideoStream.Access;

namespace VideoStream.Transports.Authentication;

/// <summary>Tells what a page fetches from what a person or a program asks for.</summary>
internal static class PageRequest
{
    private const string Mode = "Sec-Fetch-Mode";
    private const string Navigate = "navigate";

    /// <summary>
    /// Whether a page fetches this, so that the browser must not ask for a password: the page asks for the key in its own words. A browser
    /// names the page (origin or address), and says how it asks where the connection is secure. Programs do neither.
    /// </summary>
    public static bool IsFetch(HttpRequest request)
    {
        string? mode = request.Headers[Mode];
        if (mode == Navigate)
            return false;
        return !string.IsNullOrEmpty(mode) || OriginPolicy.OfFetch(request) is not null;
    }
}
