namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>
/// All routes. A new one needs an entry, and with it is tested against keys, methods, other sites' pages and bad parameters.
/// </summary>
internal static class RouteTable
{
    private static readonly string[] Read = ["GET", "HEAD"], Socket = ["CONNECT", "GET", "HEAD"], Write = ["POST"];

    private static readonly string[] Stream = ["camera", "page", "osd", "quality", "fps", "resize", "adaptive", "codec"];

    public static readonly RouteEntry[] All =
    [
        new("/ws/video_feed", "view", Socket, Stream),
        new("/video_feed", "view", Read, Stream),
        new("/snapshot.jpg", "view", Read, [.. Stream, "stale"]),
        new("/api/v1/cameras", "view", Read),
        new("/api/v1/status", "admin", Read),
        new("/metrics", "metrics", Read),
        new("/healthz/live", null, Read),
        new("/healthz/ready", null, Read),
        new("/login", null, Write),
        new("/logout", null, Write),
        new("/api/v1/links", "admin", ["GET", "HEAD", "POST"]),
        new("/api/v1/links/0a1b2c3d", "admin", ["DELETE", "GET", "HEAD"]) { Pattern = "/api/v1/links/{id}" },
        new("/link/0a1b2c3d", null, Read) { Pattern = "/link/{token}", IsDescribed = false },
        new("/openapi/v1.json", null, Read) { Pattern = "/openapi/{documentName}.json", IsDescribed = false },
    ];

    /// <summary>Values of each parameter that are refused, as they are written in an address.</summary>
    public static readonly Dictionary<string, string[]> BadValues = new()
    {
        ["camera"] =
        [
            "nowhere", "", "..%2f..%2fetc%2fpasswd", "%2e%2e", "gate%00", "gate%0d%0aX-Injected:%201", "gate,yard", "%ff", "<script>",
            new string('x', 5000),
        ],
        ["page"] = ["", "short", "abcdefgh%0a", "abc%20defgh", "abcdefgh%00", new string('a', 65)],
        ["osd"] = ["", "maybe", "1", "TRUE", "null"],
        ["quality"] = ["", "0", "101", "60.5", "1e400", "NaN", "\"60\"", "Source", "%30", new string('9', 5000)],
        ["fps"] = ["", "0", "-1", "240.1", "1e400", "Infinity", "15fps"],
        ["resize"] = ["", "640", "15x16", "8193x16", "1x1x1", "-640x360", "640x360%00", "%7B%22width%22:640,%22height%22:360%7D"],
        ["adaptive"] = ["", "0", "yes"],
        ["codec"] = ["", "h265", "H264", "true"],
        ["stale"] = ["", "maybe", "true", "OK"],
    };
}
