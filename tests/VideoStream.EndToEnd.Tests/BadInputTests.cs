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
            $"ws://{_service.Address.Authority}/ws/video_feed",
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

    [Theory]
    [InlineData(4096, 1)]
    [InlineData(4096, 64)]
    public async Task A_message_of_exactly_the_limit_is_read(int length, int fragments)
    {
        using TestClient client = await TestClient.ConnectAsync(_service.Address);
        await SendPaddedPingAsync(client, length, fragments);
        await client.TextAsync("pong");
        await client.SendAsync("""{"type":"ping","t":1}""");
        await client.TextAsync("pong");
    }

    [Theory]
    [InlineData(4097, 1)]
    [InlineData(4097, 64)]
    [InlineData(100_000, 1)]
    public async Task A_message_over_the_limit_closes_with_1009(int length, int fragments)
    {
        using TestClient client = await TestClient.ConnectAsync(_service.Address);
        await SendPaddedPingAsync(client, length, fragments);
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, (await client.CloseAsync()).Status);
    }

    [Fact]
    public async Task A_message_that_never_ends_closes_with_1009()
    {
        using RawClient client = await RawClient.ConnectAsync(_service.Address);
        await client.SendFrameAsync(0x01, new byte[125]);
        for (int i = 0; i < 40; i++)
            await client.SendFrameAsync(0x00, new byte[125]);
        Assert.Equal((WebSocketCloseStatus.MessageTooBig, "Message too big: 4096 bytes at most"), await client.ReadCloseAsync());
    }

    [Fact]
    public async Task A_message_of_endless_empty_parts_closes_with_1008()
    {
        using RawClient client = await RawClient.ConnectAsync(_service.Address);
        await client.SendFrameAsync(0x01, []);
        Task<(WebSocketCloseStatus, string)> closing = client.ReadCloseAsync();
        for (int i = 0; i < 100_000 && !closing.IsCompleted; i++)
            await client.SendFrameAsync(0x00, []);
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "Too many messages"), await closing);
        await Eventually.HoldsAsync(() => _service.Get<Viewers.ViewerRegistry>().Admitted == 0, "the client was sent away");
    }

    [Fact]
    public async Task A_message_that_stops_at_the_limit_and_a_close_are_a_normal_close()
    {
        using TestClient client = await TestClient.ConnectAsync(_service.Address);
        await client.Socket.SendAsync(new byte[4096], WebSocketMessageType.Text, false, TestContext.Current.CancellationToken);
        await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, (await client.CloseAsync()).Status);
    }

    [Fact]
    public async Task A_hundred_bad_messages_in_a_row_close_with_1008()
    {
        using TestClient client = await TestClient.ConnectAsync(_service.Address);
        for (int i = 0; i < 100; i++)
            await client.SendAsync("rubbish");
        var (status, text) = await client.CloseAsync();
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, status);
        Assert.Equal("Too many bad messages", text);
    }

    [Fact]
    public async Task Ninety_nine_bad_messages_and_a_good_one_are_forgiven()
    {
        using TestClient client = await TestClient.ConnectAsync(_service.Address);
        for (int i = 0; i < 99; i++)
            await client.SendAsync("rubbish");
        await client.SendAsync("""{"type":"ping","t":1}""");
        await client.TextAsync("pong");
        await client.SendAsync("rubbish");
        await client.TextAsync("error");
        await client.FrameAsync();
    }

    [Fact]
    public async Task A_flood_of_good_messages_closes_with_1008()
    {
        using TestClient client = await TestClient.ConnectAsync(_service.Address);
        Task flood = Task.Run(async () =>
        {
            try
            {
                for (int i = 0; i < 1000; i++)
                    await client.SendAsync("""{"type":"command","action":"resume"}""");
            }
            catch (WebSocketException)
            {
                // Disconnected during a send. The status of the close frame is checked below.
            }
        }, TestContext.Current.CancellationToken);
        var (status, text) = await client.CloseAsync();
        await flood;
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, status);
        Assert.Equal("Too many messages", text);
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
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
    }

    private static async Task SendPaddedPingAsync(TestClient client, int length, int fragments)
    {
        const string head = """{"type":"ping","t":1,"x":" """;
        byte[] message = System.Text.Encoding.ASCII.GetBytes(head.PadRight(length - 2, 'x') + "\"}");
        Assert.Equal(length, message.Length);
        foreach (byte[] part in message.Chunk((length + fragments - 1) / fragments).SkipLast(1))
            await client.Socket.SendAsync(part, WebSocketMessageType.Text, false, TestContext.Current.CancellationToken);
        byte[] last = message.Chunk((length + fragments - 1) / fragments).Last();
        await client.Socket.SendAsync(last, WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
    }
}
