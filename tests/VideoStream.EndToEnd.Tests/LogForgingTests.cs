using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>What a client sends is in the log as text of a line, and can neither begin one nor command a terminal.</summary>
public sealed class LogForgingTests
{
    private const string Forged = "12:00:00 INF forged";

    private static readonly string[] Headers =
    [
        "Origin: http://evil.example/\u001b[2K" + Forged,
        "Origin: http://evil.example/\r" + Forged,
        "Origin: http://evil.example/\u00e2\u0080\u00a8" + Forged,
        "Host: evil.example\u001b[2K" + Forged,
        "Host: evil.example, " + Forged,
        "X-Forwarded-Host: evil.example\u0007" + Forged,
        "X-Forwarded-For: \u001b[2K" + Forged,
        "Authorization: Bearer \u001b[2K" + Forged,
    ];

    private static readonly string[] Paths =
    [
        "/snapshot.jpg?camera=a%0d%0a" + "12:00:00%20INF%20forged",
        "/%0d%0a12:00:00%20INF%20forged",
        "/ws/video_feed?page=%1b[2K12:00:00%20INF%20forged",
    ];

    [Fact]
    public async Task A_header_forges_no_line()
    {
        var (service, address) = await ServiceProcess.ListenAsync(
            "--source=test", "--VideoStream:Access:AllowedHosts:0=localhost",
            "--VideoStream:Access:Keys:ana:Hash=" + new string('0', 64));
        using (service)
        {
            foreach (string header in Headers)
                await RawRequest.AnswerAsync(address, "GET /snapshot.jpg", header);
            service.AskToStop();
            await service.ExitAsync();
            Assert.DoesNotContain(service.Output, line => line.StartsWith(Forged, StringComparison.Ordinal));
            Assert.DoesNotContain(
                service.Output.Concat(service.Errors), line => line.Any(letter => char.IsControl(letter) && letter != '\t'));
            Assert.DoesNotContain(service.Output, line => line.Contains(" ERR ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task An_address_forges_no_line()
    {
        var (service, address) = await ServiceProcess.ListenAsync(
            "--source=test", "--Serilog:MinimumLevel:Override:Microsoft.AspNetCore=Information");
        using (service)
        {
            foreach (string path in Paths)
            {
                string head = await RawRequest.AnswerAsync(address, "GET " + path, "X: 1");
                Assert.True(head[9..12] is "400" or "404", $"{path}: {head}");
            }

            service.AskToStop();
            await service.ExitAsync();
            Assert.DoesNotContain(service.Output, line => line.StartsWith(Forged, StringComparison.Ordinal));
        }
    }
}
