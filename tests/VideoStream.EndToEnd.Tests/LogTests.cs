using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>What a program that collects the log gets.</summary>
public sealed class LogTests
{
    /// <summary>Takes back what the tests' processes set otherwise.</summary>
    private static readonly Dictionary<string, string?> Unset = new()
    {
        ["Serilog__WriteTo__0__Name"] = null,
        ["Serilog__WriteTo__0__Args__outputTemplate"] = null,
    };

    [Fact]
    public async Task Without_a_terminal_each_line_is_JSON_with_the_viewer_and_its_camera()
    {
        // A client that sends only bad messages is closed, and so has an end that is logged by itself.
        (ServiceProcess service, Uri address) = await ServiceProcess.ListenAsync(Unset, "--source=test");
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address, "access_token=a-secret", v1: true);
            string session = (await client.TextAsync("hello")).GetProperty("session").GetString()!;
            for (int i = 0; i < 100; i++)
                await client.SendAsync("nonsense");
            await client.CloseAsync();
            await client.Socket.CloseOutputAsync(
                System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken);
            await Eventually.HoldsAsync(() => Lines(service).Any(IsEnd), "the end is logged");
            service.AskToStop();
            Assert.Equal(0, await service.ExitAsync());

            JsonElement end = Lines(service).Single(IsEnd);
            Assert.Equal(session, end.GetProperty("Viewer").GetString());
            // The message does not have it: it is in the scope.
            Assert.Equal("main", end.GetProperty("Camera").GetString());
            Assert.DoesNotContain(service.Output, line => line.Contains("a-secret", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_the_configuration_says_about_the_output_wins()
    {
        (ServiceProcess service, _) = await ServiceProcess.ListenAsync(
            Unset, "--source=test", "--Serilog:WriteTo:0:Name=Console", "--Serilog:WriteTo:0:Args:outputTemplate=MY {Message:lj}{NewLine}");
        using (service)
            Assert.All(service.Output, line => Assert.StartsWith("MY ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Visits_of_a_moment_are_logged_in_sum()
    {
        (ServiceProcess service, Uri address) = await ServiceProcess.ListenAsync("--source=test");
        using (service)
        {
            for (int i = 0; i < 20; i++)
            {
                using TestClient client = await TestClient.ConnectAsync(address);
                await client.FrameAsync();
                await client.Socket.CloseOutputAsync(
                    System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken);
            }

            // A visit that goes on when the service stops is not ended by its client.
            using var http = new HttpClient { BaseAddress = address, Timeout = TestClient.Timeout };
            await Eventually.HoldsAsync(async () => await ClientsAsync(http) == 0, "all clients are gone");
            service.AskToStop();
            Assert.Equal(0, await service.ExitAsync());
            string line = Assert.Single(service.Output, line => line.Contains(" Viewer", StringComparison.Ordinal) || IsSum(line));
            Assert.Contains(": 20, the last from 127.0.0.1:", line, StringComparison.Ordinal);
        }
    }

    private static async Task<int> ClientsAsync(HttpClient http)
    {
        string status = await http.GetStringAsync("/api/v1/status", TestContext.Current.CancellationToken);
        return JsonElement.Parse(status).GetProperty("clients").GetInt32();
    }

    private static bool IsSum(string line) => line.Contains(" Visits of less than 3 s,", StringComparison.Ordinal);

    private static JsonElement[] Lines(ServiceProcess service) => [.. service.Output.Select(line => JsonElement.Parse(line))];

    private static bool IsEnd(JsonElement line) =>
        line.GetProperty("@mt").GetString()!.StartsWith("Viewer {Viewer} ended", StringComparison.Ordinal);
}
