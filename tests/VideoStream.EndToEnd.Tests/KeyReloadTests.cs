using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Keys that are changed in <c>appsettings.json</c> while the service runs.</summary>
public sealed class KeyReloadTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_key_that_is_removed_ends_its_viewers_and_a_mistake_changes_nothing()
    {
        WriteKeys(("ana", Keyed.Hash("ana").Value), ("bob", Keyed.Hash("bob").Value));
        var (service, address) = await ServiceProcess.ListenAsync("--source=test", "--contentRoot=" + _directory.Path(""));
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
            await LogsAsync(service, "is not taken over");
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(address, "bob"));

            // An empty list is no open service.
            WriteKeys();
            await LogsAsync(service, "nobody is let in");
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(address, "bob"));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(address, null));
        }
    }

    private static Task LogsAsync(ServiceProcess service, string words) => Eventually.HoldsAsync(
        () => service.Output.Any(line => line.Contains(words, StringComparison.Ordinal)), "the log has: " + words);

    private static async Task<HttpStatusCode> StatusAsync(Uri address, string? key)
    {
        using var http = new HttpClient { BaseAddress = address, Timeout = TestClient.Timeout };
        using HttpResponseMessage response = await http.SendAsync(Keyed.Request("/snapshot.jpg", key), Cancelled);
        return response.StatusCode;
    }

    private static Task<TestClient> ConnectAsync(Uri address, string key) => TestClient.ConnectAsync(
        address, configure: options => options.SetRequestHeader("Authorization", "Bearer " + key));

    /// <summary>Replaces the file in one step, as an editor does.</summary>
    private void WriteKeys(params (string Name, string Hash)[] keys)
    {
        JsonNode settings = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "appsettings.json")))!;
        settings["VideoStream"] = new JsonObject
        {
            ["Access"] = new JsonObject
            {
                ["Keys"] = new JsonObject(keys.Select(key =>
                    KeyValuePair.Create(key.Name, (JsonNode?)new JsonObject { ["Hash"] = key.Hash }))),
            },
        };
        string written = _directory.Path("written.json");
        File.WriteAllText(written, settings.ToJsonString());
        File.Move(written, _directory.Path("appsettings.json"), overwrite: true);
    }
}
