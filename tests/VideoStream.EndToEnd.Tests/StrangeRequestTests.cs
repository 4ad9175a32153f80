using System.Collections.Concurrent;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>
/// Requests that no library sends. Each is answered with a status of its own, never with 500: that would be an error with its stack in the
/// log, which anybody could fill.
/// </summary>
public sealed class StrangeRequestTests
{
    private static readonly (string, string)[] Small =
        [("Cameras:main:Source", "test"), ("Cameras:main:Width", "160"), ("Cameras:main:Height", "120")];

    private static readonly string[] Requests =
    [
        "GET /", "GET /api/v1/cameras", "GET /snapshot.jpg", "GET /ws/video_feed", "GET /metrics", "GET /healthz/ready",
        "OPTIONS /api/v1/cameras", "POST /login", "POST /logout", "HEAD /js/video-stream-client.js",
    ];

    private static readonly string[] Headers =
    [
        "Host", "Origin", "Referer", "Authorization", "Cookie", "X-Forwarded-Host", "X-Forwarded-For", "X-Forwarded-Proto", "Forwarded",
        "Sec-WebSocket-Protocol", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Sec-WebSocket-Extensions", "Upgrade", "Connection",
        "Content-Type", "Expect", "Range", "If-None-Match", "If-Modified-Since", "Accept", "Accept-Encoding", "traceparent", "tracestate",
        "baggage", "Access-Control-Request-Method", "Access-Control-Request-Headers", "Sec-Fetch-Mode",
    ];

    /// <summary>In Latin-1: what is above 0x7F there is no UTF-8 here.</summary>
    private static readonly string[] Values =
    [
        "", "\u001b[31m", "\u0080\u00ff", "\u00e2\u0080\u00a8", "\u007f", "xn--0", "a, xn--0", "%00", "[::1", "\"", "a:99999", ":", "=;=",
        "Basic ====", "Bearer \u007f", "videostream_login=CfDJ8AAAA", "bytes=0-,1-,2-", "W/\"", "multipart/form-data; boundary=",
        "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=\u0080", new string('x', 7000),
    ];

    public static TheoryData<string> AllRequests => [.. Requests];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(AllRequests))]
    public async Task No_header_is_answered_500(string request)
    {
        using var service = new ServiceHost([.. Small, ("Access:AllowedOrigins:0", "*")]);
        using var strict = new ServiceHost(Small);
        var rows = from header in Headers from value in Values from host in (ServiceHost[])[service, strict] select (header, value, host);
        var failed = new ConcurrentBag<string>();
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancelled };
        await Parallel.ForEachAsync(rows, atOnce, async (row, _) =>
        {
            string head = await RawRequest.AnswerAsync(row.host.Address, request, $"{row.header}: {row.value}");
            if (!head.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || head[9] == '5')
                failed.Add($"{row.header}: {row.value} -> {head.Split('\r')[0]}");
        });
        Assert.Empty(failed);
    }

    [Theory]
    [InlineData("/../appsettings.json")]
    [InlineData("/%2e%2e/appsettings.json")]
    [InlineData("/js/../../appsettings.json")]
    [InlineData("/js/..%2f..%2fappsettings.json")]
    [InlineData("/js/%2e%2e/%2e%2e/appsettings.json")]
    [InlineData("/js/..\\..\\appsettings.json")]
    [InlineData("/js/..%5c..%5cappsettings.json")]
    [InlineData("/js/..%252f..%252fappsettings.json")]
    [InlineData("/js/%c0%ae%c0%ae/appsettings.json")]
    [InlineData("/js/....//....//appsettings.json")]
    [InlineData("/..;/appsettings.json")]
    [InlineData("/appsettings.json")]
    [InlineData("/VideoStream.dll")]
    [InlineData("//etc/passwd")]
    [InlineData("/%2fetc%2fpasswd")]
    [InlineData("/js//etc/passwd")]
    [InlineData("/file:///etc/passwd")]
    [InlineData("/C:/Windows/win.ini")]
    [InlineData("/%00")]
    [InlineData("/index.html%00.js")]
    [InlineData("/js/")]
    [InlineData("/js")]
    [InlineData("/css/")]
    [InlineData("http://localhost/../appsettings.json")]
    [InlineData("*")]
    public async Task No_path_leads_out_of_the_pages_files(string path)
    {
        using var service = new ServiceHost(Small);
        using RawClient client = await RawClient.RequestAsync(service.Address, path, "Connection: close\r\n", host: "localhost");
        string head = await client.ReadHeadAsync();
        Assert.True(head[9..12] is "400" or "404" or "405", head);
    }
}
