using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>The service as a separate process, as an operator runs it.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private static readonly string Program = typeof(ServiceProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "ServiceProgram").Value!;

    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(Process process)
    {
        Process = process;
        process.OutputDataReceived += (_, line) => Read(line.Data, Output);
        process.ErrorDataReceived += (_, line) => Read(line.Data, Errors);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Process Process { get; }

    public ConcurrentQueue<string> Output { get; } = new();

    public ConcurrentQueue<string> Errors { get; } = new();

    /// <summary>Starts it in a working directory other than the program's.</summary>
    public static ServiceProcess Start(params string[] arguments) => Start(new Dictionary<string, string?>(), arguments);

    /// <summary>The same, with environment variables. It obeys SIGHUP also where these tests run below nohup.</summary>
    public static ServiceProcess Start(Dictionary<string, string?> environment, string[] arguments) =>
        Start(environment, "env", ["--default-signal=HUP", "dotnet", Program, .. arguments]);

    /// <summary>
    /// Starts it on a free port from a shell that has run a script, as in <c>ulimit -n 300</c>, and waits until it listens.
    /// </summary>
    public static Task<(ServiceProcess Service, Uri Address)> ListenAfterAsync(string script, params string[] arguments) =>
        ListenAsync(Start([], "sh", Shell(script, arguments)));

    /// <summary>The same in a user namespace of its own, where the script is root and can change limits.</summary>
    public static Task<(ServiceProcess Service, Uri Address)> ListenInNamespaceAsync(string script, params string[] arguments) =>
        ListenAsync(Start([], "unshare", ["--user", "--map-root-user", "sh", .. Shell(script, arguments)]));

    /// <summary>The same in a network namespace of its own, which ends with the service.</summary>
    public static Task<(ServiceProcess Service, Uri Address)> ListenInNetworkAsync(string script, params string[] arguments) =>
        ListenAsync(Start([], "unshare", ["--user", "--map-root-user", "--net", "sh", .. Shell(script, arguments)]));

    private static string[] Shell(string script, string[] arguments) =>
        ["-c", script + "\nexec dotnet \"$0\" \"$@\"", Program, "--urls=http://127.0.0.1:0", .. arguments];

    private static async Task<(ServiceProcess Service, Uri Address)> ListenAsync(ServiceProcess service) =>
        (service, await service._address.Task.WaitAsync(TestClient.Timeout));

    private static ServiceProcess Start(Dictionary<string, string?> environment, string file, string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        // Lines, as on a terminal.
        start.Environment["Serilog__WriteTo__0__Name"] = "Console";
        start.Environment["Serilog__WriteTo__0__Args__outputTemplate"] = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";
        // Only the test's configuration counts.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new ServiceProcess(new Process { StartInfo = start });
    }

    /// <summary>Starts it on a free port and waits until it listens.</summary>
    public static Task<(ServiceProcess Service, Uri Address)> ListenAsync(params string[] arguments) =>
        ListenAsync(new Dictionary<string, string?>(), arguments);

    /// <summary>The same, with environment variables.</summary>
    public static async Task<(ServiceProcess Service, Uri Address)> ListenAsync(
        Dictionary<string, string?> environment, params string[] arguments)
    {
        ServiceProcess service = Start(environment, ["--urls=http://127.0.0.1:0", .. arguments]);
        return (service, await service._address.Task.WaitAsync(TestClient.Timeout));
    }

    /// <summary>Asks it to stop, as an operator or a container runtime does.</summary>
    public void AskToStop() => Assert.True(Signals.TrySend(Process.Id, Signals.Terminate));

    /// <summary>Asks it to read its configuration again.</summary>
    public void AskToReload() => Assert.True(Signals.TrySend(Process.Id, Signals.Hangup));

    /// <summary>The same for a process that may have ended.</summary>
    /// <returns>False if it has ended.</returns>
    public bool TryAskToReload() => !Process.HasExited && Signals.TrySend(Process.Id, Signals.Hangup);

    /// <summary>Waits for a line of its log.</summary>
    public async Task<string> LogsAsync(string words)
    {
        string? line = null;
        await Eventually.HoldsAsync(
            () => (line = Output.FirstOrDefault(text => text.Contains(words, StringComparison.Ordinal))) is not null,
            "the log has: " + words);
        return line!;
    }

    /// <summary>Makes it hang, with its connections open, until <see cref="Continue"/>.</summary>
    public void Suspend() => Assert.True(Signals.TrySend(Process.Id, Signals.Suspend));

    /// <summary>Lets it go on.</summary>
    public void Continue() => Assert.True(Signals.TrySend(Process.Id, Signals.Continue));

    /// <summary>Waits for its end.</summary>
    public async Task<int> ExitAsync()
    {
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        await Process.WaitForExitAsync(timeout.Token);
        return Process.ExitCode;
    }

    public void Dispose()
    {
        if (!Process.HasExited)
            Process.Kill();
        Process.Dispose();
    }

    private void Read(string? line, ConcurrentQueue<string> into)
    {
        if (line is null)
            return;
        into.Enqueue(line);
        const string mark = "Now listening on: ";
        int at = line.IndexOf(mark, StringComparison.Ordinal);
        if (at >= 0)
            _address.TrySetResult(new Uri(line[0] == '{' ? JsonAddress(line) : line[(at + mark.Length)..].Trim()));
    }

    private static string JsonAddress(string line) => JsonElement.Parse(line).GetProperty("address").GetString()!;
}
