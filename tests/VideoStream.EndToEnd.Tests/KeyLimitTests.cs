using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.EndToEnd.Tests;

/// <summary>What ends access, and what of it is logged.</summary>
public sealed class KeyLimitTests
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(8);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_that_tries_too_many_wrong_keys_gets_429()
    {
        using ServiceHost service = Keyed.Start(("Access:FailedTriesPerMinute", "5"));
        HttpStatusCode status = HttpStatusCode.Unauthorized;
        // Five a minute are allowed, so one of a few is too many, however slow the machine is.
        for (int i = 0; i < 100 && status == HttpStatusCode.Unauthorized; i++)
            status = (await SendAsync(service, $"guess-{i}")).StatusCode;
        Assert.Equal(HttpStatusCode.TooManyRequests, status);

        using HttpResponseMessage response = await SendAsync(service, "viewer");
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(1), response.Headers.RetryAfter!.Delta);
        JsonElement problem = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Contains("Access:FailedTriesPerMinute", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        // What needs no key is still there.
        using HttpResponseMessage page = await service.Http.SendAsync(Keyed.Request("/", "viewer"), Cancelled);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Handshakes_without_keys_are_refused_cheaply_and_leave_nothing()
    {
        using ServiceHost service = Keyed.Start(("Limits:HandshakesPerAddress", "10"));
        int refused = 0, limited = 0;
        for (int i = 0; i < 300; i++)
        {
            using HttpResponseMessage response = await service.Http.SendAsync(Keyed.Request("/ws/video_feed", null), Cancelled);
            refused += response.StatusCode == HttpStatusCode.Unauthorized ? 1 : 0;
            limited += response.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
        }

        Assert.Equal(300, refused + limited);
        Assert.Equal((0, 0L), (service.Get<ViewerRegistry>().Admitted, service.Get<ViewerRegistry>().Refused));
    }

    [Fact]
    public async Task A_viewer_ends_when_its_key_expires()
    {
        string expires = TimeProvider.System.GetUtcNow().Add(Life).ToString("o", CultureInfo.InvariantCulture);
        using ServiceHost service = Keyed.Start(Keyed.Hash("guest"), ("Access:Keys:guest:Expires", expires));
        await Task.WhenAll(MjpegEndsAsync(service), SocketEndsAsync(service));
    }

    private static async Task MjpegEndsAsync(ServiceHost service)
    {
        using HttpResponseMessage response = await service.Http.SendAsync(
            Keyed.Request("/video_feed", "guest"), HttpCompletionOption.ResponseHeadersRead, Cancelled);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await using Stream body = await response.Content.ReadAsStreamAsync(Cancelled);
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        await body.CopyToAsync(Stream.Null, timeout.Token);
    }

    private static async Task SocketEndsAsync(ServiceHost service)
    {
        using RawClient client = await RawClient.RequestAsync(
            service.Address,
            "/ws/video_feed",
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Authorization: Bearer guest\r\n");
        Assert.StartsWith("HTTP/1.1 101", await client.ReadHeadAsync(), StringComparison.Ordinal);
        var (status, text) = await client.ReadCloseAsync();
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "Access ended: the key has expired"), (status, text));
    }

    [Fact]
    public async Task No_key_is_logged_even_if_each_request_is()
    {
        var (service, address) = await ServiceProcess.ListenAsync(
            "--source=test", "--Serilog:MinimumLevel:Default=Verbose", "--Serilog:MinimumLevel:Override:Microsoft=Verbose",
            "--Serilog:MinimumLevel:Override:System=Verbose", $"--VideoStream:Access:Keys:ana:Hash={Keyed.Hash("s3cretkey").Value}");
        using (service)
        {
            using var http = new HttpClient { BaseAddress = address, Timeout = TestClient.Timeout };
            foreach (string key in (string[])["s3cretkey", "s3cretwrong"])
            {
                foreach (string way in Keyed.Ways)
                    (await http.SendAsync(Keyed.Request("/snapshot.jpg?camera=main", key, way), Cancelled)).Dispose();
            }

            service.AskToStop();
            Assert.Equal(0, await service.ExitAsync());
            Assert.Contains(service.Output, line => line.Contains("access_token=…", StringComparison.Ordinal));
            Assert.DoesNotContain(service.Output, line => line.Contains("s3cret", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:0", false, 0)]
    [InlineData("http://0.0.0.0:0", false, 1)]
    [InlineData("http://0.0.0.0:0", true, 0)]
    public async Task An_open_service_that_others_reach_says_so_once(string url, bool hasKey, int lines)
    {
        string[] key = hasKey ? [$"--VideoStream:{Keyed.Hash("ana").Key}={Keyed.Hash("ana").Value}"] : [];
        var (service, _) = await ServiceProcess.ListenAsync(["--source=test", "--urls=" + url, .. key]);
        using (service)
        {
            // The last line of a start.
            await LogsAsync(service, "Application started");
            service.AskToStop();
            Assert.Equal(0, await service.ExitAsync());
            Assert.Equal(lines, service.Output.Count(line => line.Contains("No keys are configured", StringComparison.Ordinal)));
        }
    }

    private static Task LogsAsync(ServiceProcess service, string words) => Eventually.HoldsAsync(
        () => service.Output.Any(line => line.Contains(words, StringComparison.Ordinal)), "the log has: " + words);

    private static Task<HttpResponseMessage> SendAsync(ServiceHost service, string key) =>
        service.Http.SendAsync(Keyed.Request("/snapshot.jpg", key), Cancelled);
}
