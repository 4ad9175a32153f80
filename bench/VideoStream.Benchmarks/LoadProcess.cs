using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace VideoStream.Benchmarks;

/// <summary>Viewers in a separate process.</summary>
internal sealed class LoadProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;

    private LoadProcess(Process process) => (_process, _output) = (process, process.StandardOutput.ReadToEndAsync());

    /// <summary>Starts viewers that watch for a given time.</summary>
    public static LoadProcess Start(string address, string protocol, string query, int viewers, TimeSpan time)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "VideoStream.Load.dll");
        string[] arguments =
        [
            program, "--url", address, "--protocol", protocol, "--query", query,
            "--viewers", viewers.ToString(CultureInfo.InvariantCulture),
            "--seconds", time.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            "--warmup", "0", "--json", "-",
        ];
        // Not this process's own executable: that can be VideoStream.Benchmarks, which cannot run other programs.
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        return new(Process.Start(new ProcessStartInfo(host, arguments) { RedirectStandardOutput = true })!);
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Mean frames a second of a viewer.</returns>
    public async Task<double> RateAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return JsonElement.Parse(await _output).GetProperty("rate_mean").GetDouble();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
