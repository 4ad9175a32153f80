using System.Text.Json;
using Json.Schema;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>What a real socket sends is as the JSON Schema of <c>docs/protocol</c> says.</summary>
public sealed class SocketSchemaTests
{
    private static readonly JsonSchema Schema =
        JsonSchema.FromText(RepositoryFiles.Text("docs/protocol/server-to-client.schema.json"));

    [Theory]
    [InlineData("test", "live")]
    [InlineData("/nowhere/film.mp4", "lost")]
    public async Task Every_message_of_a_socket_is_valid(string source, string state)
    {
        using var service = new ServiceHost(
            ("Cameras:main:Source", source), ("Cameras:main:Width", "160"), ("Cameras:main:Height", "120"));
        using TestClient client = await TestClient.ConnectAsync(service.Address, v1: true);
        await AssertValidAsync(client, "hello");
        await AssertValidAsync(client, "camera", message => message.GetProperty("state").GetString() == state);
        await client.SendAsync("""{"type":"config","quality":"source","resize":"64x64","fps":10,"osd":true}""");
        await AssertValidAsync(client, "config");
        await client.SendAsync("""{"type":"ping","t":1.5}""");
        await AssertValidAsync(client, "pong");
        await client.SendAsync("""{"type":"command","action":"set_quality","value":0}""");
        await AssertValidAsync(client, "error", message => message.GetProperty("field").GetString() == "value");
        await client.SendAsync("{}");
        await AssertValidAsync(client, "error");
        await AssertValidAsync(client, "stats");
        await AssertValidAsync(client, "stats", message => message.TryGetProperty("width", out _));
    }

    private static async Task AssertValidAsync(TestClient client, string type, Func<JsonElement, bool>? isMeant = null)
    {
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        while (true)
        {
            JsonElement message = await client.TextAsync(type);
            Assert.True(Schema.Evaluate(message).IsValid, message.GetRawText());
            if (isMeant?.Invoke(message) != false)
                return;
            timeout.Token.ThrowIfCancellationRequested();
        }
    }
}
