using System.Diagnostics;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>scripts/smoke.sh, as an operator runs it against a running service.</summary>
public sealed class SmokeTests
{
    // It may build the project's own client first.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(4);

    private const string WithoutClient = "--ipv4";

    private static readonly (string, string)[] Small =
        [("Cameras:main:Source", "test"), ("Cameras:main:Width", "320"), ("Cameras:main:Height", "180")];

    [Fact]
    public async Task It_finds_an_open_service_well()
    {
        using var service = new ServiceHost(Small);
        string[] lines = await PassesAsync(key: null, service.Address.ToString());
        Assert.Contains(lines, line => line.StartsWith("ok    the project's own client: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("skip  keys: everybody", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("boss", "ok    /api/v1/status: cameras and viewers")]
    [InlineData("viewer", "skip  /api/v1/status: the key does not have its scope")]
    public async Task It_finds_a_service_with_TLS_and_keys_well(string key, string status)
    {
        using var certificate = new TestCertificate();
        using var service = new ServiceHost(certificate, [.. Small, Keyed.Hash(key), ($"Access:Keys:{key}:Scopes:0", ScopeOf(key))]);
        // With an option that the project's own client does not know, it is left out, which is quicker.
        string[] other = key == "boss" ? [] : [WithoutClient];
        string[] lines = await PassesAsync(key, [service.Address.ToString(), "--cacert", certificate.Path, .. other]);
        string client = key == "boss" ? "ok " : "skip ";
        Assert.Contains(lines, line => line.StartsWith(client, StringComparison.Ordinal)
            && line.Contains("  the project's own client: ", StringComparison.Ordinal));
        Assert.Contains("ok    /ws/video_feed without the key: refused", lines);
        Assert.Contains("ok    /login: the key gives a cookie that shows the camera until /logout", lines);
        Assert.Contains(status, lines);
    }

    [Fact]
    public async Task It_finds_a_service_under_a_path_well()
    {
        using var service = new ServiceHost(Small);
        using NginxProxy proxy = await NginxProxy.StartAsync(service.Address);
        string[] lines = await PassesAsync(key: null, new Uri(proxy.Address, "cam1/").ToString());
        Assert.Contains(lines, line => line.StartsWith("ok    the project's own client: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nginx")]
    [InlineData("caddy")]
    public async Task It_finds_a_service_with_keys_behind_a_proxy_of_docs_deploy_well(string program)
    {
        using var certificate = new TestCertificate();
        using ServiceHost service = Keyed.Start();
        using DeployedProxy proxy = await DeployedProxy.StartAsync(program, service.Address, certificate);
        await PassesAsync(
            "boss", proxy.Address.ToString(), "--resolve", $"{proxy.Address.Authority}:127.0.0.1", "--insecure");
    }

    [Theory]
    [InlineData(null, "the service has keys: give one")]
    [InlineData("wrong", "the service does not let this key in")]
    public async Task It_says_that_the_service_wants_another_key(string? key, string expected)
    {
        using ServiceHost service = Keyed.Start();
        var (exitCode, lines) = await RunAsync(key, service.Address.ToString());
        Assert.Equal((1, 2), (exitCode, lines.Length));
        Assert.StartsWith("FAIL  " + expected, lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_fails_where_a_key_was_given_and_none_is_needed()
    {
        using var service = new ServiceHost(Small);
        var (exitCode, lines) = await RunAsync("viewer", service.Address.ToString(), WithoutClient);
        Assert.Equal(1, exitCode);
        Assert.Contains("FAIL  /snapshot.jpg without the key: status 200 instead of 401", lines);
    }

    private static string ScopeOf(string key) => key == "boss" ? "admin" : "view";

    private static async Task<string[]> PassesAsync(string? key, params string[] arguments)
    {
        var (exitCode, lines) = await RunAsync(key, arguments);
        Assert.True(exitCode == 0, string.Join('\n', lines));
        Assert.EndsWith(" skipped", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(lines, line => line.StartsWith("FAIL", StringComparison.Ordinal));
        return lines;
    }

    private static async Task<(int ExitCode, string[] Lines)> RunAsync(string? key, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [RepositoryFiles.Path("scripts/smoke.sh"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (key is not null)
            start.Environment["VIDEOSTREAM_KEY"] = key;
        using Process smoke = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(Timeout);
        Task<string> output = smoke.StandardOutput.ReadToEndAsync(timeout.Token);
        string errors = await smoke.StandardError.ReadToEndAsync(timeout.Token);
        await smoke.WaitForExitAsync(timeout.Token);
        return (smoke.ExitCode, [.. (await output + errors).Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
    }
}
