using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>An ffmpeg child that is connected to a camera, with a relay for what it must not do itself.</summary>
/// <param name="url">The address of the camera.</param>
/// <param name="options">The options of the camera.</param>
/// <param name="isPaced">Whether to read at the video's own rate, because the source delivers faster than real time.</param>
/// <param name="time">The clock.</param>
/// <param name="relay">What ffmpeg reads instead of the address; null to let ffmpeg, or a relay of its own, connect.</param>
internal sealed class FfmpegCamera(
    CameraUrl url, CameraOptions options, bool isPaced, TimeProvider time, IFfmpegRelay? relay) : IDisposable
{
    private IFfmpegRelay? _relay = relay;
    private FfmpegErrors? _errors;
    private FfmpegChild? _child;
    private long _started;

    /// <summary>Options of the input, besides the usual ones.</summary>
    public IReadOnlyList<(string Name, string Value)> InputOptions { get; init; } = [];

    /// <summary>The child, after it has been started.</summary>
    public FfmpegChild Child => _child!;

    /// <summary>Starts ffmpeg on the calling thread, which must be the connection's own.</summary>
    /// <param name="output">Makes the last arguments.</param>
    /// <param name="cancellationToken">Ends it, until this is disposed.</param>
    public SourceResult Start(Func<FfmpegVersion, string[]> output, CancellationToken cancellationToken)
    {
        if (FfmpegProgram.FindFault() is { } fault)
            return fault;
        _started = time.GetTimestamp();
        FfmpegVersion version = FfmpegProgram.Version;
        _relay ??= FfmpegRelays.Create(url, options, time);
        var input = new FfmpegInput(_relay?.Url ?? url, options, isPaced) { Extra = [.. _relay?.Options ?? [], .. InputOptions] };
        string[] script = input.IsSecret ? [FfmpegArguments.Script(input)] : [];
        var call = new FfmpegCall([.. FfmpegArguments.Create(input, output(version))], script)
        {
            // A relay makes the connection, and uses the proxy itself where it can.
            InheritsProxy = options.FfmpegUseProxy && _relay is null,
        };
        _errors = new UrlErrors(url, input, version, time);
        SourceResult<FfmpegChild> started = FfmpegChild.Start(call, _errors, cancellationToken);
        if (!started.IsOk)
            return started.Fault;
        _child = started.Value;
        _relay?.Serve(_child.ProcessId);
        return SourceResult.Ok;
    }

    /// <summary>Waits for the end of ffmpeg, and says why it ended.</summary>
    public CameraFault WaitForFault()
    {
        Child.WaitForEnd();
        return _relay?.Fault ?? _errors!.Fault;
    }

    /// <summary>The same for an ffmpeg that has sent nothing.</summary>
    public CameraFault WaitForFaultOfOpening()
    {
        CameraFault fault = WaitForFault();
        bool isMute = fault.Kind == CameraFaultKind.NotVideo && time.GetElapsedTime(_started) >= FfmpegArguments.SocketTimeout(options);
        return isMute ? fault with { Kind = CameraFaultKind.Mute } : fault;
    }

    public void Dispose()
    {
        _child?.Dispose();
        _child = null;
        _relay?.Dispose();
        _relay = null;
    }
}
