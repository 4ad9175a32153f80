using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Keys that are changed in <c>appsettings.json</c> while the service runs.</summary>
public sealed class KeyReloadTests : IDisposable
{
    private readonly SettingsFile _settings = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _settings.Dispose();

    [Fact]
    public async Task A_key_that_is_removed_ends_its_viewers_and_a_mistake_changes_nothing()
    {
        WriteKeys(("ana", Keyed.Hash("ana").Value), ("bob", Keyed.Hash("bob").Value));
        var (service, address) = await ServiceProcess.ListenAsync("--source=test", _settings.Argument);
        using (service)
        {
            using TestClient ana = await ConnectAsync(address, "ana"), bob = await ConnectAsync(address, "bob");
            await ana.FrameAsync();

            WriteKeys(("bob", Keyed.Hash("bob").Value));
            var (status, text) = await ana.CloseAsync();
            Assert.Equal((WebSocketCloseStatus.PolicyViolation, "Access ended: the key was removed or changed"), (status!.Value, text));
            await bob.FrameAsync();
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(address, "ana"));

            WriteKeys(("carol", "no hash"));
            await service.LogsAsync("is not taken over");
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(address, "bob"));

            // An empty list is no open service.
            WriteKeys();
            await service.LogsAsync("nobody is let in");
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(address, "bob"));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(address, null));
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(Uri address, string? key)
    {
        using var http = new HttpClient { BaseAddress = address, Timeout = TestClient.Timeout };
        using HttpResponseMessage response = await http.SendAsync(Keyed.Request("/snapshot.jpg", key), Cancelled);
        return response.StatusCode;
    }

    private static Task<TestClient> ConnectAsync(Uri address, string key) => TestClient.ConnectAsync(
        address, configure: options => options.SetRequestHeader("Authorization", "Bearer " + key));

    private void WriteKeys(params (string Name, string Hash)[] keys) => _settings.Write(new JsonObject
    {
        ["Access"] = new JsonObject
        {
            ["Keys"] = new JsonObject(keys.Select(key =>
                KeyValuePair.Create(key.Name, (JsonNode?)new JsonObject { ["Hash"] = key.Hash }))),
        },
    });
}
