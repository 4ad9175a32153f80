using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Signed links to one camera.</summary>
public sealed class LinkTests : IDisposable
{
    private readonly ServiceHost _service = Keyed.Start(("WebSocket:MaxClients", "100"));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _service.Dispose();

    /// <summary>Each address below a link to the camera gate, and its status. The socket's is that of a plain GET.</summary>
    [Theory]
    [InlineData("", 200)]
    [InlineData("js/video-stream-client.js", 200)]
    [InlineData("snapshot.jpg", 200)]
    [InlineData("snapshot.jpg?camera=gate", 200)]
    [InlineData("snapshot.jpg?camera=yard", 403)]
    [InlineData("snapshot.jpg?camera=nowhere", 403)]
    [InlineData("snapshot.jpg?quality=1&fps=1", 200)]
    [InlineData("snapshot.jpg?osd=true", 403)]
    [InlineData("video_feed", 200)]
    [InlineData("video_feed?camera=yard", 403)]
    [InlineData("ws/video_feed", 426)]
    [InlineData("ws/video_feed?camera=yard", 403)]
    [InlineData("ws/video_feed?adaptive=false", 403)]
    [InlineData("api/v1/cameras", 200)]
    [InlineData("api/v1/status", 403)]
    [InlineData("api/v1/links", 403)]
    [InlineData("metrics", 403)]
    [InlineData("healthz/live", 200)]
    [InlineData("nowhere", 404)]
    public async Task A_link_shows_its_camera_alone(string path, int status)
    {
        string link = await LinkAsync("""{"camera":"gate"}""");
        Assert.Equal(status, (int)await StatusAsync(link + path));
        Assert.Equal(status, (int)await StatusAsync(link + path, key: "boss"));
    }

    [Theory]
    [InlineData("bearer")]
    [InlineData("basic")]
    [InlineData("query")]
    public async Task Its_token_is_as_good_as_a_key(string way)
    {
        string token = (await LinkAsync("""{"camera":"gate"}"""))["/link/".Length..].TrimEnd('/');
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/snapshot.jpg", token, way));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("/snapshot.jpg?camera=yard", token, way));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("/api/v1/links", token, way));
    }

    /// <summary>Whatever is wrong with a link, it shows nothing, and says why in words and in a code.</summary>
    [Theory]
    [InlineData("missing", 401, "missing_key")]
    [InlineData("made up", 403, "wrong_link")]
    [InlineData("cut", 403, "wrong_link")]
    [InlineData("another service's", 403, "wrong_link")]
    [InlineData("a key", 403, "wrong_link")]
    [InlineData("expired", 403, "expired_link")]
    [InlineData("revoked", 403, "revoked_link")]
    public async Task A_link_that_is_not_good_shows_nothing(string kind, int status, string code)
    {
        string link = await BadLinkAsync(kind);
        foreach (string path in (string[])["snapshot.jpg", "video_feed", "ws/video_feed", "api/v1/cameras"])
        {
            using HttpResponseMessage response = await SendAsync(link + path);
            Assert.Equal((status, code), ((int)response.StatusCode, Text(await JsonAsync(response), "code")));
        }

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => ConnectAsync(link));
        Assert.Equal(status, (int)refused.Status!);
        // The page loads, and says why in its own words.
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(link));
    }

    [Fact]
    public async Task Its_address_is_whole_and_one_without_the_last_slash_leads_there()
    {
        using HttpResponseMessage response = await CreateAsync("""{"camera":"yard","max_quality":40,"max_fps":5,"max_size":"80x60"}""");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        JsonElement made = await JsonAsync(response);
        JsonElement link = made.GetProperty("link");
        Assert.Equal($"links/{Text(link, "id")}", $"{response.Headers.Location}");
        Assert.Equal(new Uri(_service.Address, Text(made, "path")).ToString(), Text(made, "url"));
        Assert.Equal(("yard", "key boss", "80x60"), (Text(link, "camera"), Text(link, "created_by"), Text(link, "max_size")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(Text(made, "path").TrimEnd('/')));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(Text(made, "path").TrimEnd('/'), method: "HEAD"));
    }

    [Fact]
    public async Task Links_are_listed_shown_and_revoked()
    {
        string[] ids = [await IdAsync("""{"camera":"gate"}"""), await IdAsync("""{"camera":"yard"}""")];
        JsonElement list = await JsonAsync(await SendAsync("/api/v1/links", "boss"));
        Assert.Equal(ids, list.EnumerateArray().Select(link => Text(link, "id")));
        Assert.DoesNotContain("CfDJ8", list.ToString(), StringComparison.Ordinal);
        JsonElement one = await JsonAsync(await SendAsync($"/api/v1/links/{ids[1]}", "boss"));
        Assert.Equal("yard", Text(one, "camera"));

        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync($"/api/v1/links/{ids[1]}", "boss", method: "DELETE"));
        foreach (string method in (string[])["GET", "DELETE"])
        {
            using HttpResponseMessage gone = await SendAsync($"/api/v1/links/{ids[1]}", "boss", method: method);
            Assert.Equal((404, "unknown_link"), ((int)gone.StatusCode, Text(await JsonAsync(gone), "code")));
        }
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("wrong", 401)]
    [InlineData("viewer", 403)]
    [InlineData("controller", 403)]
    [InlineData("scraper", 403)]
    public async Task Only_an_admin_makes_lists_and_revokes_them(string? key, int status)
    {
        string id = await IdAsync("""{"camera":"gate"}""");
        using HttpResponseMessage made = await CreateAsync("""{"camera":"gate"}""", key);
        Assert.Equal(status, (int)made.StatusCode);
        Assert.Equal(status, (int)await StatusAsync("/api/v1/links", key));
        Assert.Equal(status, (int)await StatusAsync($"/api/v1/links/{id}", key));
        Assert.Equal(status, (int)await StatusAsync($"/api/v1/links/{id}", key, method: "DELETE"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"/api/v1/links/{id}", "boss"));
    }

    [Theory]
    [InlineData("""{"camera":"cellar"}""", "application/json", 400, "unknown_camera", "camera")]
    [InlineData("""{"camera":"gate","max_quality":400}""", "application/json", 400, "out_of_range", "max_quality")]
    [InlineData("""{"camera":"gate","fps":4}""", "application/json", 400, "unknown_field", "fps")]
    [InlineData("""{"camera":""", "application/json", 400, "not_json", null)]
    [InlineData("", "application/json", 400, "not_json", null)]
    [InlineData("camera=gate", "application/x-www-form-urlencoded", 415, "not_json", null)]
    public async Task A_bad_request_names_the_field(string body, string type, int status, string code, string? field)
    {
        using HttpResponseMessage response = await CreateAsync(body, type: type);
        JsonElement problem = await JsonAsync(response);
        Assert.Equal((status, code), ((int)response.StatusCode, Text(problem, "code")));
        Assert.Equal(field, problem.TryGetProperty("field", out JsonElement named) ? named.GetString() : null);
        Assert.Equal("[]", (await JsonAsync(await SendAsync("/api/v1/links", "boss"))).ToString());
    }

    [Fact]
    public async Task A_large_body_is_refused()
    {
        using HttpResponseMessage response = await CreateAsync($$"""{"camera":"{{new string('x', 5000)}}"}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Caps_bound_what_the_query_and_messages_ask_for()
    {
        string link = await LinkAsync("""{"camera":"gate","max_quality":40,"max_fps":5,"max_size":"80x60"}""");
        using TestClient client = await ConnectAsync(link, "quality=90&fps=25&resize=false");
        JsonElement hello = await client.TextAsync("hello");
        Assert.Equal(5, hello.GetProperty("limits").GetProperty("fps").GetDouble());
        Assert.Equal(("40", "5", "80x60"), Asked(hello.GetProperty("settings")));
        Assert.Equal((80, 60), (await client.LiveAsync()).Size());

        await client.SendAsync("""{"type":"config","quality":20,"fps":2,"resize":"40x30"}""");
        Assert.Equal(("20", "2", "40x30"), await NextAskedAsync(client, ("40", "5", "80x60")));
        await client.SendAsync("""{"type":"config","quality":95,"fps":30,"resize":"120x90"}""");
        Assert.Equal(("40", "5", "80x60"), await NextAskedAsync(client, ("20", "2", "40x30")));
        await client.SendAsync("""{"type":"command","action":"set_quality","value":20}""");
        Assert.Equal(("20", "5", "80x60"), await NextAskedAsync(client, ("40", "5", "80x60")));
        await client.SendAsync("""{"type":"command","action":"set_quality","value":"source"}""");
        Assert.Equal(("40", "5", "80x60"), await NextAskedAsync(client, ("20", "5", "80x60")));
        await client.SendAsync("""{"type":"config","osd":true}""");
        Assert.Equal("forbidden", Text(await client.TextAsync("error"), "code"));

        byte[] snapshot = await _service.Http.GetByteArrayAsync(link + "snapshot.jpg?quality=100&resize=160x120", Cancelled);
        Assert.Equal((80, 60), new ReceivedFrame(snapshot).Size());
    }

    [Fact]
    public async Task Revoking_a_link_ends_its_viewers_and_no_others()
    {
        JsonElement made = await JsonAsync(await CreateAsync("""{"camera":"gate"}"""));
        using TestClient client = await ConnectAsync(Text(made, "path"));
        using TestClient other = await ConnectAsync(await LinkAsync("""{"camera":"gate"}"""));
        await client.FrameAsync();
        await StatusAsync($"/api/v1/links/{Text(made.GetProperty("link"), "id")}", "boss", method: "DELETE");
        var (status, text) = await client.CloseAsync();
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "Access ended: the link was revoked"), (status!.Value, text));
        await other.FrameAsync();
    }

    [Fact]
    public async Task A_link_that_expires_ends_its_viewers()
    {
        using TestClient client = await ConnectAsync(await LinkAsync("""{"camera":"gate","expires_in":2}"""));
        await client.FrameAsync();
        var (status, text) = await client.CloseAsync();
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "Access ended: the link has expired"), (status!.Value, text));
    }

    [Fact]
    public async Task An_open_service_makes_none_and_says_why()
    {
        using var open = new ServiceHost();
        using HttpRequestMessage request = Creation("""{"camera":"main"}""", null, "application/json");
        using HttpResponseMessage response = await open.Http.SendAsync(request, Cancelled);
        JsonElement problem = await JsonAsync(response);
        Assert.Equal((409, "no_keys"), ((int)response.StatusCode, Text(problem, "code")));
        Assert.Contains("keys new", Text(problem, "detail"), StringComparison.Ordinal);
    }

    private static (string, string, string) Asked(JsonElement settings) => (
        settings.GetProperty("requested_quality").ToString(),
        settings.GetProperty("fps").ToString(),
        settings.GetProperty("resize").ToString());

    /// <summary>What is asked for after a change. A message may still have what was asked for before it.</summary>
    [Fact]
    public async Task Its_url_has_the_path_that_a_proxy_reports()
    {
        using HttpRequestMessage request = Creation("""{"camera":"gate"}""", "boss", "application/json");
        request.Headers.Add("X-Forwarded-Prefix", "/cam");
        using HttpResponseMessage response = await _service.Http.SendAsync(request, Cancelled);
        JsonElement made = await JsonAsync(response);
        Assert.Equal(new Uri(_service.Address, "/cam" + Text(made, "path")).ToString(), Text(made, "url"));
    }

    [Theory]
    [InlineData("good")]
    [InlineData("made up")]
    public async Task Nobody_logs_in_in_its_address(string kind)
    {
        string link = kind == "good" ? await LinkAsync("""{"camera":"gate"}""") : await BadLinkAsync(kind);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("key", "viewer")]);
        using HttpResponseMessage response = await _service.Http.PostAsync(link + "login", form, Cancelled);
        Assert.Equal((HttpStatusCode.NotFound, false), (response.StatusCode, response.Headers.Contains("Set-Cookie")));
    }

    private static async Task<(string, string, string)> NextAskedAsync(TestClient client, (string, string, string) before)
    {
        (string, string, string) asked;
        do
        {
            asked = Asked(await client.TextAsync("config"));
        }
        while (asked == before);
        return asked;
    }

    private static string Text(JsonElement json, string field) => json.GetProperty(field).GetString()!;

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled));

    private static HttpRequestMessage Creation(string body, string? key, string type)
    {
        HttpRequestMessage request = Keyed.Request("/api/v1/links", key, method: "POST");
        request.Content = new StringContent(body, System.Text.Encoding.UTF8, type);
        return request;
    }

    private async Task<HttpResponseMessage> CreateAsync(string body, string? key = "boss", string type = "application/json")
    {
        using HttpRequestMessage request = Creation(body, key, type);
        return await _service.Http.SendAsync(request, Cancelled);
    }

    /// <summary>Makes a link.</summary>
    /// <returns>Its path.</returns>
    private async Task<string> LinkAsync(string body) => Text(await JsonAsync(await CreateAsync(body)), "path");

    private async Task<string> IdAsync(string body) => Text((await JsonAsync(await CreateAsync(body))).GetProperty("link"), "id");

    private async Task<string> BadLinkAsync(string kind)
    {
        if (kind == "missing")
            return "/";
        if (kind == "another service's")
        {
            using ServiceHost other = Keyed.Start();
            using HttpRequestMessage request = Creation("""{"camera":"gate"}""", "boss", "application/json");
            using HttpResponseMessage made = await other.Http.SendAsync(request, Cancelled);
            return Text(await JsonAsync(made), "path");
        }

        JsonElement link = await JsonAsync(await CreateAsync("""{"camera":"gate","expires_in":1}"""));
        string path = Text(link, "path");
        switch (kind)
        {
            case "made up":
                return "/link/CfDJ8MadeUp/";
            case "cut":
                return path[..^5] + "/";
            case "a key":
                return "/link/boss/";
            case "revoked":
                await StatusAsync($"/api/v1/links/{Text(link.GetProperty("link"), "id")}", "boss", method: "DELETE");
                return path;
            default:
                await Eventually.HoldsAsync(async () => await StatusAsync(path + "snapshot.jpg") == HttpStatusCode.Forbidden, "it expires");
                return path;
        }
    }

    private async Task<HttpStatusCode> StatusAsync(string path, string? key = null, string way = "bearer", string method = "GET")
    {
        using HttpResponseMessage response = await SendAsync(path, key, way, method);
        return response.StatusCode;
    }

    private Task<HttpResponseMessage> SendAsync(string path, string? key = null, string way = "bearer", string method = "GET") =>
        _service.Http.SendAsync(Keyed.Request(path, key, way, method), HttpCompletionOption.ResponseHeadersRead, Cancelled);

    private Task<TestClient> ConnectAsync(string link, string query = "") =>
        TestClient.ConnectAsync(new Uri(_service.Address, link), query, v1: true);
}
