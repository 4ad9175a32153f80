using Microsoft.Extensions.Logging;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Hosting.Reload;

/// <summary>A settings file that changes while the service runs.</summary>
public sealed class ConfigurationReloadTests : IAsyncDisposable
{
    private const string Gate = """{"Cameras": {"gate": {"Source": "test"}}, "WebSocket": {"Quality": 70}}""";

    private static readonly string Hash = new('a', 64);

    private readonly ReloadRig _rig = new(Gate);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static string Key(string key, string value) => $"{{\"Access\": {{\"Keys\": {{\"ana\": {{\"{key}\": \"{value}\"}} }} }} }}";

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_changed_file_counts_and_one_line_names_what_has_changed_without_its_value()
    {
        var (level, message) = await _rig.ReloadAsync(
            """{"Cameras": {"gate": {"Source": "test"}}, "WebSocket": {"Quality": 60}, "Access": {"AllowedHosts": ["cam.lan"]}}""");
        Assert.Equal(
            (LogLevel.Information, "The configuration has changed: Access:AllowedHosts:0, WebSocket:Quality"), (level, message));
        Assert.Equal((60, "cam.lan"), (_rig.Options.Value.WebSocket.Quality, Assert.Single(_rig.Options.Value.Access.AllowedHosts)));
    }

    [Fact]
    public async Task Without_a_request_the_change_is_found_by_the_clock()
    {
        _rig.Write("""{"Cameras": {"gate": {"Source": "test"}}, "WebSocket": {"Quality": 61}}""");
        Assert.Equal("The configuration has changed: WebSocket:Quality", (await NextByTheClockAsync()).Message);
        Assert.Equal(61, _rig.Options.Value.WebSocket.Quality);
    }

    [Theory]
    [InlineData("""{"WebSocket": {"Quality": 400, "MaxClients": 3}}""", "VideoStream:WebSocket:Quality is '400'; allowed: 1 to 100")]
    [InlineData("""{"WebSocket": {"MaxClients": 3}, "Camera": {}}, "x": {"y": 1}""", "VideoStream:Camera is an unknown key")]
    [InlineData("""{"Cameras": {"yard": {"Source": "test", "Widht": 3}}}""", "VideoStream:Cameras:yard:Widht is an unknown key")]
    [InlineData("""{"Cameras": {"yard": {"Source": "gopher://x"}}}""", "VideoStream:Cameras:yard:Source")]
    [InlineData("""{"DefaultCamera": "attic", "Cameras": {"yard": {"Source": "test"}}}""", "VideoStream:DefaultCamera is 'attic'")]
    [InlineData("""{"Access": {"Keys": {"ana": {"Hash": "short"}}}}""", "VideoStream:Access:Keys:ana:Hash is not a SHA-256")]
    [InlineData("""{"WebSocket": {"MaxClients": 3}}, "urls": "http://0.0.0.0:99999" """, "urls")]
    [InlineData("""{"WebSocket": {"MaxClients": 3}}, "Kestrel": {"Endpoints": {"a": {"Url": "nonsense"}}}""", "Kestrel:Endpoints:a:Url is")]
    [InlineData("""{"WebSocket": {"MaxClients": 3}}, "Serilog": {"MinimumLevel": "Loud"}""", "Serilog:MinimumLevel is 'Loud'; allowed: V")]
    [InlineData("""{"WebSocket": {"MaxClients": 3""", "Could not parse the JSON file")]
    public async Task A_mistake_changes_nothing_at_all_and_one_line_says_why(string settings, string reason)
    {
        VideoStreamOptions before = _rig.Options.Value;
        var camera = Assert.Single(_rig.Cameras.All);

        var (level, message) = await _rig.ReloadAsync(settings);
        Assert.Equal(LogLevel.Error, level);
        Assert.StartsWith("The changed configuration is not taken over, and nothing changes: ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.Same(before, _rig.Options.Value);
        Assert.Same(camera, Assert.Single(_rig.Cameras.All));
        Assert.False(_rig.Keys.AreRequired);

        // And when it is mended, it counts.
        Assert.Equal(
            "The configuration has changed: WebSocket:Quality",
            (await _rig.ReloadAsync(Gate.Replace("70", "50", StringComparison.Ordinal))).Message);
    }

    [Fact]
    public async Task A_file_that_is_again_as_it_was_before_a_mistake_says_so()
    {
        Assert.Equal(LogLevel.Error, (await _rig.ReloadAsync("{")).Level);
        _rig.Write(Gate);
        Assert.Equal(
            (LogLevel.Information, "The configuration was read again. Nothing in it has changed"), await NextByTheClockAsync());
    }

    [Fact]
    public async Task What_was_refused_for_a_file_that_nothing_watches_counts_when_the_file_is_there()
    {
        string file = _rig.File + ".key";
        _rig.Write(Key("File", file));
        Assert.Equal(LogLevel.Error, (await NextByTheClockAsync()).Level);
        // Not said again and again.
        long steps = _rig.Reload.Steps;
        Limit.Until(() =>
        {
            _rig.Time.Advance(TimeSpan.FromSeconds(1));
            return _rig.Reload.Steps > steps + 12;
        });
        Assert.DoesNotContain(_rig.Log.Rest(), line => line.Message.StartsWith("The changed", StringComparison.Ordinal));

        File.WriteAllText(file, Hash);
        (LogLevel level, string message) = await NextByTheClockAsync();
        Assert.Equal(LogLevel.Information, level);
        Assert.Contains("Access:Keys:ana:File", message, StringComparison.Ordinal);
        Assert.True(_rig.Keys.AreRequired);
    }

    [Fact]
    public async Task What_needs_a_restart_keeps_its_value_until_then()
    {
        (LogLevel level, string message) = await _rig.ReloadAsync(
            """
            {"Publish": {"Nats": {"Prefix": "other"}}, "Access": {"Jwt": {"ScopeClaim": "roles"}}, "Limits": {"MaxConnections": 7},
             "Cameras": {"gate": {"Source": "test"}}, "WebSocket": {"Quality": 60}}
            """);
        Assert.Equal(
            (LogLevel.Warning, "The configuration has changed: WebSocket:Quality. These need a restart: "
                + "Access:Jwt:ScopeClaim, Limits:MaxConnections, Publish:Nats:Prefix"),
            (level, message));
        VideoStreamOptions options = _rig.Options.Value;
        Assert.Equal(
            ("videostream", "scope", 0, 60),
            (options.Publish.Nats.Prefix, options.Access.Jwt.ScopeClaim, options.Limits.MaxConnections, options.WebSocket.Quality));
    }

    [Fact]
    public async Task A_file_that_is_gone_changes_nothing()
    {
        File.Delete(_rig.File);
        _rig.Reload.Request();
        var (level, message) = await _rig.Log.NextAsync();
        Assert.Equal((LogLevel.Error, true), (level, message.EndsWith("appsettings.json is missing", StringComparison.Ordinal)));
        Assert.Equal(70, _rig.Options.Value.WebSocket.Quality);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1024 * 1024 + 1)]
    public async Task A_file_that_is_a_device_or_very_large_is_not_opened(int bytes)
    {
        File.Delete(_rig.File);
        if (bytes == 0)
            File.CreateSymbolicLink(_rig.File, "/dev/zero");
        else
            File.WriteAllBytes(_rig.File, new byte[bytes]);
        _rig.Reload.Request();
        var (level, message) = await _rig.Log.NextAsync();
        Assert.Equal(LogLevel.Error, level);
        Assert.Contains("appsettings.json is not read: it ", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_that_hangs_is_named_until_it_goes_on()
    {
        using var hanging = new ManualResetEventSlim();
        using var reading = new ManualResetEventSlim();
        _rig.OnRead = () =>
        {
            reading.Set();
            hanging.Wait(Cancelled);
        };
        Task<(LogLevel, string)> line = _rig.ReloadAsync(Gate);
        // Before time passes: else it is the look at a file that seems to hang.
        Limit.Until(() => reading.IsSet);
        Limit.Until(() =>
        {
            _rig.Time.Advance(TimeSpan.FromSeconds(1));
            return _rig.Reload.Hang is not null;
        });
        Assert.Equal(
            (LogLevel.Error, "Reading the configuration again hangs for 10 s, at a settings, key or certificate file. "
                + "No change counts until it goes on, or a restart"),
            await line);
        hanging.Set();
        Assert.Equal("The configuration can be read again", (await _rig.Log.NextAsync()).Message);
        Assert.Equal("The configuration was read again. Nothing in it has changed", (await _rig.Log.NextAsync()).Message);
        Assert.Null(_rig.Reload.Hang);
    }

    [Fact]
    public async Task A_read_that_hangs_does_not_keep_the_service_from_its_stop()
    {
        using var hanging = new ManualResetEventSlim();
        var reading = new TaskCompletionSource();
        var read = new TaskCompletionSource();
        _rig.OnRead = () =>
        {
            reading.SetResult();
            hanging.Wait(Cancelled);
            read.SetResult();
        };
        _rig.Reload.Request();
        await Limit.Within(reading.Task);
        await _rig.StopAsync();
        Assert.False(read.Task.IsCompleted);
        hanging.Set();
        await Limit.Within(read.Task);
    }

    [Fact]
    public async Task What_needs_a_restart_is_named_until_it_is_as_it_was_at_the_start()
    {
        string limited = Gate[..^1] + """, "Limits": {"MaxConnections": 9}}""";
        Assert.Equal(
            (LogLevel.Warning, "The configuration has changed: nothing takes effect at once. These need a restart: Limits:MaxConnections"),
            await _rig.ReloadAsync(limited));
        Assert.Equal(
            "The configuration has changed: WebSocket:Quality. These need a restart: Limits:MaxConnections",
            (await _rig.ReloadAsync(limited.Replace("70", "40", StringComparison.Ordinal))).Message);
        Assert.Equal("The configuration has changed: WebSocket:Quality", (await _rig.ReloadAsync(Gate)).Message);
    }

    [Fact]
    public async Task A_request_without_a_change_says_so()
    {
        Assert.Equal(
            (LogLevel.Information, "The configuration was read again. Nothing in it has changed"), await _rig.ReloadAsync(Gate));
    }

    [Fact]
    public async Task Keys_that_are_all_removed_let_nobody_in()
    {
        await _rig.ReloadAsync(Key("Hash", Hash));
        Assert.NotNull(_rig.Keys.Find(Convert.FromHexString(Hash)));
        Assert.Contains("nobody is let in", (await _rig.ReloadAsync("{}")).Message, StringComparison.Ordinal);
        Assert.Equal((true, null), (_rig.Keys.AreRequired, _rig.Keys.Find(Convert.FromHexString(Hash))));
    }

    [Fact]
    public async Task A_changed_file_of_a_key_counts()
    {
        string file = Path.Combine(Path.GetDirectoryName(_rig.File)!, "ana.hash");
        await File.WriteAllTextAsync(file, Hash, TestContext.Current.CancellationToken);
        string settings = Key("File", file);
        await _rig.ReloadAsync(settings);
        await File.WriteAllTextAsync(file, Hash.Replace('a', 'b'), TestContext.Current.CancellationToken);
        Assert.Equal("The configuration has changed: key files", (await _rig.ReloadAsync(settings)).Message);
        Assert.Null(_rig.Keys.Find(Convert.FromHexString(Hash)));
    }

    [Fact]
    public async Task A_file_of_a_key_that_changes_after_it_was_checked_changes_nothing()
    {
        string file = Path.Combine(Path.GetDirectoryName(_rig.File)!, "ana.hash");
        await File.WriteAllTextAsync(file, Hash, Cancelled);
        string settings = Key("File", file);
        await _rig.ReloadAsync(settings);
        // The last validator.
        _rig.OnRead = () => File.WriteAllText(file, "half");
        Assert.Contains(
            $"nothing changes: VideoStream:Access:Keys:ana:File is '{file}', which does not hold a SHA-256",
            (await _rig.ReloadAsync(settings)).Message,
            StringComparison.Ordinal);
        Assert.NotNull(_rig.Keys.Find(Convert.FromHexString(Hash)));
    }

    [Fact]
    public async Task The_limits_of_the_web_server_follow()
    {
        await _rig.ReloadAsync(
            """{"Limits": {"IdleTimeout": 7, "RequestHeadersTimeout": 3, "MaxHeaderBytes": 4096, "MaxBodyBytes": 5000}}""");
        var limits = _rig.Server.Limits;
        Assert.Equal((7, 3), (limits.KeepAliveTimeout.TotalSeconds, limits.RequestHeadersTimeout.TotalSeconds));
        Assert.Equal((4096, 4096, 5000), (limits.MaxRequestLineSize, limits.MaxRequestHeadersTotalSize, limits.MaxRequestBodySize));
    }

    /// <summary>
    /// Moves the clock until a line is logged. The clock may run much faster than the thread that reads, which is then called a hang.
    /// </summary>
    private async Task<(LogLevel Level, string Message)> NextByTheClockAsync()
    {
        while (true)
        {
            Task<(LogLevel Level, string Message)> next = _rig.Log.NextAsync();
            Limit.Until(() =>
            {
                _rig.Time.Advance(TimeSpan.FromSeconds(1));
                return next.IsCompleted;
            });
            (LogLevel Level, string Message) line = await next;
            if (!line.Message.StartsWith("Reading", StringComparison.Ordinal)
                && !line.Message.EndsWith("read again", StringComparison.Ordinal))
                return line;
        }
    }
}
