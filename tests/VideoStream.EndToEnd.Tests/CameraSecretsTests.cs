using System.Text.RegularExpressions;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The user names, passwords and tokens of cameras are shown nowhere.</summary>
public sealed partial class CameraSecretsTests
{
    // Encoded as in a URL.
    private const string InUrl = "ana:s3cr%40t%3Ax@";

    [Theory]
    [InlineData("http://{0}127.0.0.1:9/video?token=t0ken")]
    [InlineData("rtsp://{0}127.0.0.1:9/live?token=t0ken")]
    [InlineData("http://{0}unknown.invalid/video?token=t0ken")]
    public async Task Secrets_are_in_no_log_no_status_no_text_and_no_page(string url)
    {
        var (service, address) = await ServiceProcess.ListenAsync("--VideoStream:Source=" + string.Format(null, url, InUrl));
        using (service)
        {
            using var http = new HttpClient { BaseAddress = address };
            using TestClient client = await TestClient.ConnectAsync(address, v1: true);
            string camera = (await client.CameraAsync("lost")).ToString();
            CancellationToken cancelled = TestContext.Current.CancellationToken;
            string[] said =
            [
                camera,
                await http.GetStringAsync("/api/v1/cameras", cancelled),
                await http.GetStringAsync("/api/v1/status", cancelled),
                await http.GetStringAsync("/metrics", cancelled),
                await http.GetStringAsync("/", cancelled),
                await (await http.GetAsync("/healthz/ready", cancelled)).Content.ReadAsStringAsync(cancelled),
                await (await http.GetAsync("/snapshot.jpg", cancelled)).Content.ReadAsStringAsync(cancelled),
                string.Join('\n', service.Output),
                string.Join('\n', service.Errors),
            ];
            foreach (string text in said)
                Assert.DoesNotMatch(Secret(), text);
        }
    }

    [GeneratedRegex("ana[:@\"]|s3cr|t0ken")]
    private static partial Regex Secret();
}
