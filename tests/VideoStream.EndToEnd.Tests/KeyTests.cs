using System.Net;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Each route with each kind of key, in each of the ways in which a request can bring one.</summary>
public sealed class KeyTests : IClassFixture<KeyTests.Service>
{
    private const string View = "view", Admin = "admin", Nothing = "";

    /// <summary>Each route, what it needs, and its status with that. The socket's is that of a plain GET.</summary>
    private static readonly (string Path, string Scope, int Status)[] Routes =
    [
        ("/", Nothing, 200),
        ("/js/video-stream-client.js", Nothing, 200),
        ("/openapi/v1.json", Nothing, 200),
        ("/healthz/live", Nothing, 200),
        ("/healthz/ready", Nothing, 200),
        ("/nowhere", Nothing, 404),
        ("/snapshot.jpg", View, 200),
        ("/video_feed", View, 200),
        ("/ws/video_feed", View, 426),
        ("/api/v1/cameras", View, 200),
        ("/api/v1/status", Admin, 200),
    ];

    /// <summary>Each key, and what it may do.</summary>
    private static readonly (string? Key, string[] Scopes, string Code)[] Credentials =
    [
        (null, [], "missing_key"),
        ("wrong", [], "wrong_key"),
        ("old", [], "expired_key"),
        ("scraper", [], "forbidden"),
        ("viewer", [View], "forbidden"),
        ("gatekeeper", [View], "forbidden"),
        ("controller", [View], "forbidden"),
        ("boss", [View, Admin], ""),
    ];

    private readonly ServiceHost _service;

    public KeyTests(Service service) => _service = service.Host;

    /// <summary>Route, way, key, and the expected status and code.</summary>
    public static TheoryData<string, string, string?, int, string?> Table
    {
        get
        {
            var table = new TheoryData<string, string, string?, int, string?>();
            foreach (var (path, scope, status) in Routes)
            {
                foreach (var (key, scopes, code) in Credentials)
                {
                    bool isAllowed = scope == Nothing || scopes.Contains(scope);
                    foreach (string way in Keyed.Ways)
                        table.Add(path, way, key, isAllowed ? status : code == "forbidden" ? 403 : 401, isAllowed ? null : code);
                }
            }

            return table;
        }
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_route_with_a_key(string path, string way, string? key, int status, string? code)
    {
        using HttpResponseMessage response = await SendAsync(path, key, way);
        Assert.Equal(status, (int)response.StatusCode);
        if (code is not null)
            Assert.Equal(code, Text(await ProblemAsync(response), "code"));
        using HttpResponseMessage head = await SendAsync(path, key, way, "HEAD");
        if (path != "/ws/video_feed" && !path.StartsWith("/healthz", StringComparison.Ordinal))
            Assert.Equal(status, (int)head.StatusCode);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    [InlineData("old", HttpStatusCode.Unauthorized)]
    [InlineData("scraper", HttpStatusCode.Forbidden)]
    [InlineData("gatekeeper", HttpStatusCode.Forbidden)]
    public async Task A_socket_is_refused_before_the_upgrade(string? key, HttpStatusCode status)
    {
        foreach (string way in Keyed.Ways)
        {
            RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => ConnectAsync("camera=yard", key, way));
            Assert.Equal(status, refused.Status);
        }
    }

    [Theory]
    [InlineData("bearer")]
    [InlineData("basic")]
    [InlineData("query")]
    public async Task A_socket_is_opened_with_a_key(string way)
    {
        using TestClient client = await ConnectAsync("camera=gate", "gatekeeper", way);
        await client.FrameAsync();
    }

    [Theory]
    [InlineData("/snapshot.jpg?camera=yard", 403)]
    [InlineData("/video_feed?camera=yard", 403)]
    [InlineData("/ws/video_feed?camera=yard", 403)]
    [InlineData("/snapshot.jpg?camera=nowhere", 403)]
    [InlineData("/snapshot.jpg?camera=gate&camera=yard", 403)]
    [InlineData("/snapshot.jpg?camera=", 403)]
    [InlineData("/snapshot.jpg?camera=gate", 200)]
    [InlineData("/snapshot.jpg", 200)]
    public async Task A_key_for_one_camera_shows_no_other(string path, int status)
    {
        using HttpResponseMessage response = await SendAsync(path, "gatekeeper");
        Assert.Equal(status, (int)response.StatusCode);
        if (status != 200)
            Assert.Equal(("forbidden", "camera"), await CodeAndParameterAsync(response));
    }

    [Theory]
    [InlineData("viewer", "gate,yard")]
    [InlineData("gatekeeper", "gate")]
    public async Task The_list_has_the_cameras_of_the_key(string key, string names)
    {
        using HttpResponseMessage response = await SendAsync("/api/v1/cameras", key);
        JsonElement cameras = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(names, string.Join(',', cameras.EnumerateArray().Select(camera => Text(camera, "name"))));
    }

    [Theory]
    [InlineData("quality=50", "quality")]
    [InlineData("osd=true", "osd")]
    [InlineData("adaptive=false", "adaptive")]
    [InlineData("fps=60", "fps")]
    [InlineData("fps=5&resize=64x64", null)]
    public async Task Settings_of_a_query_need_control_unless_they_make_the_stream_smaller(string query, string? parameter)
    {
        foreach (string path in (string[])["/snapshot.jpg", "/video_feed", "/ws/video_feed"])
        {
            using HttpResponseMessage viewer = await SendAsync($"{path}?{query}", "viewer");
            if (parameter is null)
                Assert.NotEqual(HttpStatusCode.Forbidden, viewer.StatusCode);
            else
                Assert.Equal(("forbidden", parameter), await CodeAndParameterAsync(viewer));
            using HttpResponseMessage controller = await SendAsync($"{path}?{query}", "controller");
            Assert.Contains((int)controller.StatusCode, (int[])[200, 426]);
        }
    }

    [Fact]
    public async Task Settings_of_a_message_need_control()
    {
        using TestClient viewer = await ConnectAsync("camera=gate", "viewer", "bearer");
        await viewer.SendAsync("""{"type":"config","quality":50}""");
        JsonElement error = await viewer.TextAsync("error");
        Assert.Equal(("forbidden", "quality"), (Text(error, "code"), Text(error, "field")));
        await viewer.FrameAsync();
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("scraper", true)]
    [InlineData("viewer", false)]
    public async Task Health_has_names_and_reasons_only_for_viewers(string? key, bool isShort)
    {
        using HttpResponseMessage response = await SendAsync("/healthz/ready", key);
        JsonElement health = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal("healthy", Text(health, "status"));
        JsonValueKind expected = isShort ? JsonValueKind.Null : JsonValueKind.Object;
        Assert.Equal((expected, expected), (health.GetProperty("cameras").ValueKind, health.GetProperty("loops").ValueKind));
    }

    [Theory]
    [InlineData("User-Agent", "curl/8", true)]
    [InlineData("Sec-Fetch-Mode", "navigate", true)]
    [InlineData("Sec-Fetch-Mode", "cors", false)]
    [InlineData("Referer", "http://localhost/", false)]
    public async Task A_browser_asks_for_a_password_only_where_a_person_opens_the_address(string name, string value, bool asks)
    {
        using HttpRequestMessage request = Keyed.Request("/snapshot.jpg", null);
        request.Headers.Add(name, value);
        using HttpResponseMessage response = await _service.Http.SendAsync(request, Cancelled);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        string[] schemes = [.. response.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme)];
        Assert.Equal(asks ? ["Bearer", "Basic"] : ["Bearer"], schemes);
    }

    [Fact]
    public async Task A_page_of_a_listed_site_can_read_why_it_is_refused()
    {
        using ServiceHost service = Keyed.Start(("Access:AllowedOrigins:0", "https://portal.example"));
        using HttpRequestMessage request = Keyed.Request("/snapshot.jpg", null);
        request.Headers.Add("Origin", "https://portal.example");
        using HttpResponseMessage response = await service.Http.SendAsync(request, Cancelled);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("https://portal.example", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    private Task<HttpResponseMessage> SendAsync(string path, string? key, string way = "bearer", string method = "GET") =>
        _service.Http.SendAsync(Keyed.Request(path, key, way, method), HttpCompletionOption.ResponseHeadersRead, Cancelled);

    private Task<TestClient> ConnectAsync(string query, string? key, string way)
    {
        using HttpRequestMessage request = Keyed.Request("/ws/video_feed?" + query, key, way);
        string sent = request.RequestUri!.OriginalString.Split('?')[1];
        return TestClient.ConnectAsync(_service.Address, sent, configure: options =>
        {
            if (request.Headers.Authorization is { } authorization)
                options.SetRequestHeader("Authorization", authorization.ToString());
        });
    }

    private static async Task<(string?, string?)> CodeAndParameterAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        JsonElement problem = await ProblemAsync(response);
        return (Text(problem, "code"), Text(problem, "parameter"));
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled));
    }

    private static string? Text(JsonElement json, string field) => json.GetProperty(field).GetString();

    /// <summary>One service for all rows.</summary>
    public sealed class Service : IAsyncLifetime
    {
        internal ServiceHost Host { get; } = Keyed.Start(("WebSocket:MaxClients", "100"));

        /// <summary>Returns when both cameras are live.</summary>
        public async ValueTask InitializeAsync()
        {
            foreach (string camera in (string[])["gate", "yard"])
            {
                using HttpResponseMessage response = await Host.Http.SendAsync(Keyed.Request("/snapshot.jpg?camera=" + camera, "boss"));
                response.EnsureSuccessStatusCode();
            }
        }

        public ValueTask DisposeAsync()
        {
            Host.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
