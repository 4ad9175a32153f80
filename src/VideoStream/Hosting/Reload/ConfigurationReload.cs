using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;

namespace VideoStream.Hosting.Reload;

/// <summary>
/// Takes over a changed configuration while the service runs: when a file has changed, or when it is asked to. All of it is read and
/// validated before any of it is applied, so a mistake changes nothing.
/// </summary>
internal sealed partial class ConfigurationReload(
    ConfigurationReader reader,
    CurrentOptions options,
    AccessKeys keys,
    VariantRegistry variants,
    CameraLoops cameras,
    ServerCertificates certificates,
    IOptions<KestrelServerOptions> server,
    TimeProvider time,
    ILogger<ConfigurationReload> logger)
{
    /// <summary>The time between two looks at the files.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The time between two reads of a configuration that was refused. It may be for a file that nothing watches yet, or for a permission,
    /// which is no change of a file.
    /// </summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    /// <summary>Far more than it takes to read all files.</summary>
    public static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(10);

    private const int MaxKeys = 20;

    private readonly ChangeSignal _requested = new(time);
    private readonly WatchedFiles _files = new();
    private ReadConfiguration? _started;
    private ReadConfiguration _current = null!;
    private int _requests;
    private string? _refusal;
    private long _readAt;
    private long _steps;
    private string? _hang;

    /// <summary>How often the files were looked at.</summary>
    public long Steps => Interlocked.Read(ref _steps);

    /// <summary>Why no change counts now, for an operator; null if changes count.</summary>
    public string? Hang => Volatile.Read(ref _hang);

    /// <summary>Asks for a reload, also if no file seems to have changed. Never blocks.</summary>
    public void Request()
    {
        Interlocked.Increment(ref _requests);
        _requested.Set();
    }

    /// <summary>Runs until cancelled.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_started is null)
            Start();
        while (true)
        {
            await _requested.WaitAsync(Interval, cancellationToken);
            bool isRequested = Interlocked.Exchange(ref _requests, 0) > 0;
            if (await LookAsync(isRequested, cancellationToken) is { } next)
            {
                // Also when the file is as it was before a mistake, so that the mistake is not the last word.
                await ApplyAsync(next, mustLog: isRequested || _refusal is not null);
                _refusal = null;
            }

            Interlocked.Increment(ref _steps);
        }
    }

    private void Start()
    {
        _started = _current = reader.Started(options.Value);
        Watch(_started);
        certificates.Start(_started.Root);
    }

    private void Watch(ReadConfiguration configuration) => _files.Watch(
    [
        .. reader.Files,
        .. ServerCertificates.Files(configuration.Root),
        .. configuration.Options.Access.Keys.Values.Select(key => key.File).OfType<string>(),
    ]);

    /// <summary>
    /// Looks at the files, and reads them if it must, on a thread of the pool: a network drive that is gone blocks for ever, and nothing
    /// else may wait for it. There is one such thread at most. When the service stops, it is left alone.
    /// </summary>
    private async Task<LoadedConfiguration?> LookAsync(bool isRequested, CancellationToken cancellationToken)
    {
        Task<LoadedConfiguration?> look = Task.Run(() => ReadIfNeeded(isRequested, cancellationToken), CancellationToken.None);
        await ((Task)look).WaitAsync(LongestRead, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!look.IsCompleted && !cancellationToken.IsCancellationRequested)
        {
            string file = _files.Looking ?? "a settings, key or certificate file";
            LogHangs(file, LongestRead.TotalSeconds);
            Volatile.Write(ref _hang, $"no file of the configuration can be read for {LongestRead.TotalSeconds} s, see the log");
        }

        LoadedConfiguration? read = await look.WaitAsync(cancellationToken);
        if (Interlocked.Exchange(ref _hang, null) is not null)
            LogGoesOn();
        return read;
    }

    private LoadedConfiguration? ReadIfNeeded(bool isRequested, CancellationToken cancellationToken)
    {
        bool mustLog = _files.HaveChanged() || isRequested;
        if (!mustLog && (_refusal is null || time.GetElapsedTime(_readAt) < RetryInterval))
            return null;
        _readAt = time.GetTimestamp();
        return TryRead(mustLog, cancellationToken);
    }

    /// <summary>Reads and validates everything. What is wrong is logged, if it must be or is something else than the last time.</summary>
    private LoadedConfiguration? TryRead(bool mustLog, CancellationToken cancellationToken)
    {
        try
        {
            ReadConfiguration next = reader.Read();
            OptionsOfStart.Keep(_started!.Options, next.Options);
            certificates.Check(next.Root);
            var loaded = new LoadedConfiguration(next, AccessKeys.Read(next.Options.Access), certificates.Load(next.Root));
            if (cancellationToken.IsCancellationRequested)
                return null;
            Watch(next);
            // Last: the log's levels follow it at once.
            reader.Apply();
            return loaded;
        }
        catch (Exception e) when (OperatorMistake.Is(e))
        {
            string refusal = OperatorMistake.Message(e).ReplaceLineEndings(" ");
            if (IsNewRefusal(refusal) || mustLog)
                LogRefused(refusal);
        }
        catch (Exception e)
        {
            if (IsNewRefusal(e.Message) || mustLog)
                LogFailed(e);
        }

        return null;
    }

    private bool IsNewRefusal(string refusal) => Interlocked.Exchange(ref _refusal, refusal) != refusal;

    /// <summary>Not cancelled: it is short, and must not end halfway.</summary>
    private async Task ApplyAsync(LoadedConfiguration loaded, bool mustLog)
    {
        ReadConfiguration next = loaded.Read;
        var changes = ConfigurationChanges.Of(_started!.Values, _current.Values, next.Values);
        bool isRestartNew = !changes.AfterRestart.All(key => _current.Values.GetValueOrDefault(key) == next.Values.GetValueOrDefault(key));
        // A new camera first: it may be the default, or a key may be for it.
        await cameras.AddNewAsync(next.Options);
        options.Replace(next.Options);
        bool haveKeysChanged = keys.Replace(loaded.Keys);
        variants.Apply(next.Options);
        KestrelLimits.Apply(server.Value.Limits, next.Options.Limits);
        string[] renewed = certificates.Replace(loaded.Certificates);
        bool areKeysGone = next.Options.Access is { Keys.Count: 0, Jwt.IsConfigured: false } && _current.Options.Access.Keys.Count > 0;
        string[] warnings = [.. next.Warnings.Except(_current.Warnings)];
        _current = next;
        await cameras.FollowAsync(options);

        if (areKeysGone)
            LogNoKeys();
        LogCertificates(warnings, certificates.Kept(loaded.Certificates));
        string[] inEffect =
        [
            .. changes.InEffect.Select(ConfigurationChanges.NameOf),
            .. renewed.Select(section => $"the certificate of {section}"),
            .. haveKeysChanged && !changes.InEffect.Any(IsOfKeys) ? (string[])["key files"] : [],
        ];
        if (inEffect.Length > 0 || isRestartNew || mustLog)
            Log(inEffect, [.. changes.AfterRestart.Select(ConfigurationChanges.NameOf)]);
    }

    private void LogCertificates(string[] warnings, string[] kept)
    {
        foreach (string warning in warnings)
            LogWarning(warning);
        foreach (string section in kept)
            LogKept(section);
    }

    private static bool IsOfKeys(string key) => key.Contains(":Access:Keys:", StringComparison.OrdinalIgnoreCase);

    private void Log(string[] inEffect, string[] afterRestart)
    {
        if (afterRestart.Length > 0)
            LogNeedsRestart(List(inEffect), List(afterRestart));
        else if (inEffect.Length > 0)
            LogReloaded(List(inEffect));
        else
            LogUnchanged();
    }

    private static string List(string[] keys) => keys.Length switch
    {
        0 => "nothing takes effect at once",
        <= MaxKeys => string.Join(", ", keys),
        _ => $"{string.Join(", ", keys.Take(MaxKeys))} and {keys.Length - MaxKeys} more",
    };
}
