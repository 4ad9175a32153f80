using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary><c>/metrics</c> of a service that is a process of its own: the meters of a process are shared by all services in it.</summary>
public sealed partial class MetricsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_agree_with_the_status_and_name_no_viewer()
    {
        (ServiceProcess service, Uri address) = await StartAsync();
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address, "quality=50", v1: true);
            string session = (await client.TextAsync("hello")).GetProperty("session").GetString()!;
            for (int i = 0; i < 10; i++)
                await client.SendAsync($$"""{"type":"ack","seq":{{(await client.LiveAsync()).Seq}}}""");

            JsonElement before = await StatusAsync(address);
            Scrape scrape = await Scrape.OfAsync(address);
            JsonElement after = await StatusAsync(address);

            AssertBetween(before, scrape.Sum("videostream_camera_captured_frames_total"), after, Camera("captured"));
            AssertBetween(before, scrape.Sum("videostream_encoding_encoded_frames_total"), after, Camera("encodes"));
            const string transport = "viewer_transport=\"websocket\"";
            AssertBetween(before, scrape.Sum("videostream_viewer_sent_frames_total", transport), after, Viewer("sent"));
            AssertBetween(before, scrape.Sum("videostream_viewer_sent_bytes_total", transport), after, Viewer("bytes"));
            Assert.Equal(1, scrape.Sum("videostream_viewer_active"));
            Assert.Equal(1, scrape.Sum("videostream_camera_state", "camera_state=\"live\""));
            Assert.Equal(2, scrape.Sum("videostream_viewer_place_limit"));
            Assert.DoesNotContain(session, scrape.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("127.0.0.1", scrape.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Ages_and_encode_times_are_sampled_while_somebody_watches()
    {
        (ServiceProcess service, Uri address) = await StartAsync();
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address);
            long acknowledged = 0;
            await Eventually.HoldsAsync(
                async () =>
                {
                    for (int i = 0; i < 10; i++)
                        await client.SendAsync($$"""{"type":"ack","seq":{{(await client.LiveAsync()).Seq}}}""");
                    acknowledged += 10;
                    Scrape scrape = await Scrape.OfAsync(address);
                    return scrape.Types.ContainsKey("videostream_viewer_frame_age_at_arrival_seconds")
                        && scrape.Types.ContainsKey("videostream_encoding_duration_seconds")
                        && scrape.Sum("videostream_viewer_frame_age_at_arrival_seconds_count") >= 2;
                },
                "two samples");
            Scrape last = await Scrape.OfAsync(address);
            // Once a second, and not for each frame.
            Assert.InRange(last.Sum("videostream_viewer_frame_age_at_send_seconds_count"), 2, acknowledged / 3);
            Assert.InRange(last.Sum("videostream_viewer_frame_age_at_send_seconds_bucket", "le=\"10\""), 2, double.MaxValue);
        }
    }

    [Fact]
    public async Task Refusals_are_counted_by_their_reason()
    {
        (ServiceProcess service, Uri address) = await StartAsync("--VideoStream:Limits:HandshakesPerAddress=8");
        using (service)
        {
            using TestClient first = await TestClient.ConnectAsync(address);
            using TestClient second = await TestClient.ConnectAsync(address);
            await Assert.ThrowsAsync<RefusedException>(() => TestClient.ConnectAsync(
                address, configure: options => options.SetRequestHeader("Origin", "https://example.org")));
            int full = await ConnectUntilTooQuickAsync(address);

            Scrape scrape = await Scrape.OfAsync(address);
            Assert.Equal(
                (full, 1, 1),
                (Refused(scrape, "too_many_clients"), Refused(scrape, "origin"), Refused(scrape, "too_many_handshakes")));
        }
    }

    [Fact]
    public async Task The_documented_names_are_those_that_Prometheus_sees()
    {
        (ServiceProcess service, Uri address) = await StartAsync();
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address);
            Scrape? scrape = null;
            await Eventually.HoldsAsync(
                async () =>
                {
                    await client.SendAsync($$"""{"type":"ack","seq":{{(await client.LiveAsync()).Seq}}}""");
                    scrape = await Scrape.OfAsync(address);
                    return scrape.Types.ContainsKey("videostream_viewer_frame_age_at_arrival_seconds")
                        && scrape.Types.ContainsKey("videostream_encoding_duration_seconds");
                },
                "everything was measured once");
            string[] documented =
                [.. PrometheusNames().Matches(RepositoryFiles.Text("docs/metrics.md")).Select(match => match.Groups[1].Value)];
            // The runtime counts exceptions, which need not have happened yet, and the collector's last collection.
            string[] missing = [.. scrape!.Types.Keys.Except(documented)];
            string[] absent =
                [.. documented.Except(scrape.Types.Keys).Where(name => !name.StartsWith("dotnet_", StringComparison.Ordinal))];
            Assert.True(missing.Length == 0, $"docs/metrics.md lacks {string.Join(", ", missing)}");
            Assert.True(absent.Length == 0, $"docs/metrics.md has {string.Join(", ", absent)}, which /metrics lacks");
        }
    }

    [Fact]
    public async Task A_client_gets_the_format_that_it_accepts()
    {
        (ServiceProcess service, Uri address) = await StartAsync();
        using (service)
        {
            using var http = new HttpClient { BaseAddress = address };
            using HttpResponseMessage plain = await http.GetAsync("/metrics", Cancelled);
            Assert.Equal("text/plain", plain.Content.Headers.ContentType!.MediaType);
            http.DefaultRequestHeaders.Accept.ParseAdd("application/openmetrics-text;version=1.0.0");
            using HttpResponseMessage open = await http.GetAsync("/metrics", Cancelled);
            Assert.Equal("application/openmetrics-text", open.Content.Headers.ContentType!.MediaType);
            Assert.EndsWith("# EOF\n", await open.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);

            using HttpResponseMessage post = await http.PostAsync("/metrics", null, Cancelled);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        }
    }

    private static Task<(ServiceProcess Service, Uri Address)> StartAsync(params string[] arguments) => ServiceProcess.ListenAsync(
    [
        "--source=test", "--VideoStream:WebSocket:MaxClients=2", "--VideoStream:Cameras:main:Width=320",
        "--VideoStream:Cameras:main:Height=180", .. arguments,
    ]);

    /// <summary>Connects until the address has opened too many streams in a second.</summary>
    /// <returns>How many found no place before that.</returns>
    private static async Task<int> ConnectUntilTooQuickAsync(Uri service)
    {
        for (int full = 0; full < 1000; full++)
        {
            try
            {
                using TestClient client = await TestClient.ConnectAsync(service);
                await client.CloseAsync();
            }
            catch (RefusedException e)
            {
                Assert.Equal(HttpStatusCode.TooManyRequests, e.Status);
                return full;
            }
        }

        throw new TimeoutException("an address could open a thousand streams");
    }

    private static async Task<JsonElement> StatusAsync(Uri service)
    {
        using var http = new HttpClient { Timeout = TestClient.Timeout };
        return JsonElement.Parse(await http.GetStringAsync(new Uri(service, "/api/v1/status"), Cancelled));
    }

    private static void AssertBetween(JsonElement before, double value, JsonElement after, Func<JsonElement, double> field) =>
        Assert.InRange(value, field(before), field(after));

    private static Func<JsonElement, double> Camera(string field) =>
        status => status.GetProperty("cameras")[0].GetProperty(field).GetDouble();

    private static Func<JsonElement, double> Viewer(string field) =>
        status => status.GetProperty("viewers")[0].GetProperty(field).GetDouble();

    private static double Refused(Scrape scrape, string reason) =>
        scrape.Sum("videostream_access_refusals_total", $"refusal_reason=\"{reason}\"");

    [GeneratedRegex("`((?:videostream|dotnet)_[a-z_]+|target_info)`")]
    private static partial Regex PrometheusNames();
}
