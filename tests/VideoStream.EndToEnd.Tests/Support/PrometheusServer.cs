using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A real Prometheus with the configuration and the rules of docs/deploy/prometheus.</summary>
internal sealed class PrometheusServer : IDisposable
{
    private const string Folder = "docs/deploy/prometheus/";

    private readonly TemporaryDirectory _directory;
    private readonly Process _process;
    private readonly HttpClient _http;

    private PrometheusServer(TemporaryDirectory directory, Process process, int port)
    {
        (_directory, _process) = (directory, process);
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TestClient.Timeout };
    }

    /// <summary>Skips the test if the programs are not installed.</summary>
    public static void SkipUnlessInstalled() =>
        Assert.SkipUnless(IsInstalled("prometheus") && IsInstalled("promtool"), "prometheus is not installed");

    /// <summary>Starts it, and scrapes a service each second.</summary>
    public static PrometheusServer Start(Uri service)
    {
        var directory = new TemporaryDirectory();
        string configuration = RepositoryFiles.Text(Folder + "prometheus.yml")
            .Replace("127.0.0.1:8000", service.Authority, StringComparison.Ordinal)
            .Replace("15s", "1s", StringComparison.Ordinal);
        File.WriteAllText(directory.Path("prometheus.yml"), configuration);
        File.Copy(RepositoryFiles.Path(Folder + "videostream.rules.yml"), directory.Path("videostream.rules.yml"));
        int port = FreePort.Find();
        var start = new ProcessStartInfo(
            "prometheus",
            [
                $"--config.file={directory.Path("prometheus.yml")}", $"--storage.tsdb.path={directory.Path("data")}",
                $"--web.listen-address=127.0.0.1:{port}", "--log.level=error",
            ])
        {
            WorkingDirectory = directory.Path(""),
        };
        return new PrometheusServer(directory, Process.Start(start)!, port);
    }

    /// <summary>Runs promtool in the folder of the rules.</summary>
    /// <returns>Its exit code and what it said.</returns>
    public static async Task<(int ExitCode, string Output)> PromtoolAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("promtool", arguments)
        {
            WorkingDirectory = RepositoryFiles.Path(Folder),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process promtool = Process.Start(start)!;
        Task<string> output = promtool.StandardOutput.ReadToEndAsync(), errors = promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TestClient.Timeout);
        return (promtool.ExitCode, await output + await errors);
    }

    /// <summary>The values that a query returns.</summary>
    public async Task<double[]> QueryAsync(string query)
    {
        JsonElement data = await GetAsync("/api/v1/query?query=" + Uri.EscapeDataString(query));
        return
        [
            .. data.GetProperty("result").EnumerateArray()
                .Select(series => series.GetProperty("value")[1].GetString()!.Replace("Inf", "Infinity", StringComparison.Ordinal))
                .Select(value => double.Parse(value, CultureInfo.InvariantCulture)),
        ];
    }

    /// <summary>The rules that it has, with their health and what last went wrong.</summary>
    public async Task<JsonElement[]> RulesAsync() =>
    [
        .. (await GetAsync("/api/v1/rules")).GetProperty("groups").EnumerateArray()
            .SelectMany(group => group.GetProperty("rules").EnumerateArray()),
    ];

    /// <summary>Whether it answers by now.</summary>
    public async Task<bool> IsReadyAsync()
    {
        Assert.False(_process.HasExited, "prometheus has ended, see the output of the tests");
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync("/-/ready", TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit(TestClient.Timeout);
        _process.Dispose();
        _http.Dispose();
        _directory.Dispose();
    }

    private static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    private async Task<JsonElement> GetAsync(string path)
    {
        using HttpResponseMessage answer = await _http.GetAsync(path, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        return JsonElement.Parse(text).GetProperty("data");
    }
}
