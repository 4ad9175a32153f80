using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Access;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Hosting;
using VideoStream.Hosting.Reload;
using VideoStream.Viewers;

namespace VideoStream.Tests.Support;

/// <summary>
/// What a reload changes, with a settings file of its own, in virtual time. The sources are under the control of the test.
/// </summary>
internal sealed class ReloadRig : IAsyncDisposable
{
    private static readonly IValidateOptions<VideoStreamOptions>[] Validators =
    [
        new VideoStreamOptionsValidator(), new VideoStreamOptionsRules(), new AccessOptionsRules(), new AccessKeyValidator(),
        new SourceValidator(),
    ];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("videostream-");
    private readonly ConfigurationManager _configuration = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly EncoderThreads _encoders = new(NullLogger<EncoderThreads>.Instance, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <summary>Starts with these settings.</summary>
    /// <param name="settings">The JSON of the section <c>VideoStream</c>.</param>
    public ReloadRig(string settings)
    {
        File = Path.Combine(_directory.FullName, "appsettings.json");
        Write(settings);
        _configuration.AddJsonFile(File, optional: true, reloadOnChange: false);
        var onRead = new ValidateOptions<VideoStreamOptions>(
            null,
            _ =>
            {
                OnRead();
                return true;
            },
            "");
        var binder = new VideoStreamOptionsBinder(_configuration);
        Options = new CurrentOptions(new OptionsFactory<VideoStreamOptions>([binder], [], Validators));
        Keys = new AccessKeys(Options);
        Cameras = new CameraRegistry(Options, Time);
        Variants = new VariantRegistry(Cameras, _encoders, Options, Time, NullLogger<VariantSet>.Instance);
        Viewers = new ViewerRegistry(Options, _lifetime, Time, NullLogger<ViewerRegistry>.Instance);
        Loops = new CameraLoops(
            Cameras, Variants, Readers, Viewers, TestUpstreams.Discovery(Options, Time), Time, NullLoggerFactory.Instance);
        Loops.Start();
        Reload = new ConfigurationReload(
            new ConfigurationReader(_configuration, [.. Validators, onRead], Time),
            Options,
            Keys,
            Variants,
            Loops,
            new ServerCertificates(new ServiceCollection().BuildServiceProvider()),
            Microsoft.Extensions.Options.Options.Create(Server),
            Time,
            Log);
        _running = Reload.RunAsync(_stop.Token);
    }

    /// <summary>Called while the configuration is read again.</summary>
    public Action OnRead { get; set; } = () => { };

    public FakeTimeProvider Time { get; } = new();

    /// <summary>The path of the settings.</summary>
    public string File { get; }

    public ListLogger<ConfigurationReload> Log { get; } = new();

    public ScriptedReaders Readers { get; } = new();

    public KestrelServerOptions Server { get; } = new();

    public CurrentOptions Options { get; }

    public AccessKeys Keys { get; }

    public CameraRegistry Cameras { get; }

    public VariantRegistry Variants { get; }

    public ViewerRegistry Viewers { get; }

    public CameraLoops Loops { get; }

    public ConfigurationReload Reload { get; }

    /// <summary>Writes the settings. Nobody reads them before a request, or before the time advances.</summary>
    public void Write(string settings) => System.IO.File.WriteAllText(File, $$"""{"VideoStream": {{settings}}}""");

    /// <summary>Writes the settings, and has them read.</summary>
    /// <returns>The line of the log about them.</returns>
    public Task<(Microsoft.Extensions.Logging.LogLevel Level, string Message)> ReloadAsync(string settings)
    {
        Write(settings);
        Reload.Request();
        return Log.NextAsync();
    }

    /// <summary>Stops the loop.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Limit.Within(_running.ContinueWith(_ => { }, TaskScheduler.Default));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Limit.Within(Loops.StopAsync());
        Loops.Dispose();
        _lifetime.StopApplication();
        Viewers.Dispose();
        _encoders.Dispose();
        _stop.Dispose();
        _directory.Delete(recursive: true);
    }
}
