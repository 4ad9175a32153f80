using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Every bad request or message has a clear answer, and changes nothing else.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly ServiceHost _service = new(("Cameras:main:Width", "320"), ("Cameras:main:Height", "180"));

    public void Dispose() => _service.Dispose();

    [Theory]
    [InlineData("camera=nowhere", "camera")]
    [InlineData("quality=0", "quality")]
    [InlineData("quality=101", "quality")]
    [InlineData("quality=60.5", "quality")]
    [InlineData("quality=", "quality")]
    [InlineData("fps=abc", "fps")]
    [InlineData("fps=NaN", "fps")]
    [InlineData("fps=1e308", "fps")]
    [InlineData("osd=maybe", "osd")]
    [InlineData("resize=99999x1", "resize")]
    [InlineData("resize=640", "resize")]
    [InlineData("resize=-1x-1", "resize")]
    [InlineData("quality=60&quality=70", "quality")]
    public async Task A_bad_parameter_is_a_problem_document_that_names_it(string query, string parameter)
    {
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => TestClient.ConnectAsync(_service.Address, query));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);

        using HttpResponseMessage response = await _service.Http.GetAsync($"/snapshot.jpg?{query}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        JsonElement problem = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(parameter, problem.GetProperty("parameter").GetString());
        Assert.Contains(parameter, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_GET_is_answered_with_how_to_connect()
    {
        using HttpResponseMessage response = await _service.Http.GetAsync("/ws/video_feed", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
        Assert.Contains("websocket", response.Headers.Upgrade.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            "connect to this address with ws://",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hello", "not_json", null)]
    [InlineData("", "not_json", null)]
    [InlineData("[1]", "not_an_object", null)]
    [InlineData("17", "not_an_object", null)]
    [InlineData("{}", "unknown_type", "type")]
    [InlineData("""{"type":"dance"}""", "unknown_type", "type")]
    [InlineData("""{"type":7}""", "unknown_type", "type")]
    [InlineData("""{"type":"command","action":"set_camera","value":1}""", "unknown_action", "action")]
    [InlineData("""{"type":"command","action":"set_quality"}""", "missing_value", "value")]
    [InlineData("""{"type":"command","action":"set_quality","value":"60"}""", "wrong_type", "value")]
    [InlineData("""{"type":"command","action":"set_quality","value":NaN}""", "not_json", null)]
    [InlineData("""{"type":"command","action":"set_quality","value":1e308}""", "out_of_range", "value")]
    [InlineData("""{"type":"command","action":"set_fps","value":0}""", "out_of_range", "value")]
    [InlineData("""{"type":"config","osd":true,"quality":60,"fps":"fast"}""", "wrong_type", "fps")]
    [InlineData("""{"type":"config","quality":60,"resize":{"width":1,"height":1}}""", "out_of_range", "resize")]
    [InlineData("""{"type":"config"}""", "missing_value", null)]
    [InlineData("""{"type":"config","quality":{"a":{"b":{"c":{"d":{"e":1}}}}}}""", "not_json", null)]
    [InlineData("""{"type":"ack"}""", "missing_value", "seq")]
    public async Task A_bad_message_is_answered_with_an_error_and_changes_nothing(string message, string code, string? field)
    {
        using TestClient client = await TestClient.ConnectAsync(_service.Address, "quality=50", v1: true);
        JsonElement before = (await client.TextAsync("hello")).GetProperty("settings");

        await client.SendAsync(message);
        JsonElement error = await client.TextAsync("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal(field, error.TryGetProperty("field", out JsonElement named) ? named.GetString() : null);

        await client.FrameAsync();
        await client.SendAsync("""{"type":"command","action":"resume"}""");
        JsonElement after = await client.TextAsync("config");
        foreach (JsonProperty setting in before.EnumerateObject())
            Assert.Equal(setting.Value.ToString(), after.GetProperty(setting.Name).ToString());
    }

    [Fact]
    public async Task A_binary_message_is_answered_with_an_error()
    {
        using TestClient client = await TestClient.ConnectAsync(_service.Address);
        await client.Socket.SendAsync(new byte[] { 1, 2, 3 }, WebSocketMessageType.Binary, true, TestContext.Current.CancellationToken);
        Assert.Equal("binary_message", (await client.TextAsync("error")).GetProperty("code").GetString());
        await client.FrameAsync();
    }

    [Fact]
    public async Task Another_sites_page_may_not_open_the_socket()
    {
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => TestClient.ConnectAsync(
            _service.Address, configure: options => options.SetRequestHeader("Origin", "https://evil.example")));
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);

        using TestClient own = await TestClient.ConnectAsync(
            _service.Address, configure: options => options.SetRequestHeader("Origin", $"http://{_service.Address.Authority}"));
        await own.FrameAsync();
    }

    [Fact]
    public async Task A_page_under_a_foreign_name_that_resolves_to_loopback_is_not_the_services_own()
    {
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => TestClient.ConnectAsync(_service.Address, configure: options =>
        {
            options.SetRequestHeader("Host", $"evil.example:{_service.Address.Port}");
            options.SetRequestHeader("Origin", $"http://evil.example:{_service.Address.Port}");
        }));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
    }
}
