using VideoStream.Cameras.Sources.Passed;
using VideoStream.Configuration;
using VideoStream.Frames.H264;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>
/// Reads a camera's own H.264 through an ffmpeg child process, which decodes nothing. FLV, in which it comes, says where each unit ends.
/// </summary>
/// <param name="url">The address of the camera.</param>
/// <param name="options">The options of the camera.</param>
/// <param name="isPlaylist">Whether the address is that of an HLS playlist, whose segments come faster than real time.</param>
/// <param name="time">The clock.</param>
internal sealed class CopiedVideo(CameraUrl url, CameraOptions options, bool isPlaylist, TimeProvider time) : IPassedVideo
{
    /// <summary>
    /// A live playlist begins with its last segment but one. Then the next one is there a segment's length before it is needed. ffmpeg
    /// would begin with the last but two.
    /// </summary>
    private static readonly (string Name, string Value) LiveStart = ("live_start_index", "-2");

    private readonly FfmpegCamera _camera = new(url, options, isPaced: false, time, relay: null)
    {
        InputOptions = isPlaylist ? [LiveStart] : [],
    };

    private readonly UnitPace? _pace = isPlaylist ? new UnitPace(time, StallRule.StalledAfter(options.FrameRate)) : null;
    private readonly FlvUnits _units = new(time, new ParameterSets());
    private FlvReader? _reader;
    private bool _isRead;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Unit => _units.Unit;

    /// <inheritdoc/>
    public bool FollowsLoss => _units.FollowsLoss;

    /// <inheritdoc/>
    public string? Unsupported { get; private set; }

    /// <summary>What of a camera's options keeps its video from being passed, in words; null if nothing does.</summary>
    public static string? FindProblem(CameraOptions options) =>
        options.FfmpegInputOptions.Length > 0 ? "FfmpegInputOptions are set" : null;

    /// <inheritdoc/>
    public PassedOpenResult Open(CancellationToken cancellationToken)
    {
        if (_camera.Start(_ => FfmpegCall.CopiedOutput(), cancellationToken) is { IsOk: false } failed)
            return failed.Fault;
        _reader = new FlvReader(_camera.Child.Output);
        // The first tag has the parameter sets, or is a unit.
        SourceResult read = ReadTag(out _isRead, cancellationToken);
        if (Unsupported is not null)
            return PassedOpenResult.NotSupported(Unsupported);
        return read.IsOk ? PassedOpenResult.Ok : read.Fault;
    }

    /// <inheritdoc/>
    public SourceResult Read(CancellationToken cancellationToken)
    {
        SourceResult read = SourceResult.Ok;
        while (!_isRead && read.IsOk)
            read = ReadTag(out _isRead, cancellationToken);
        _isRead = false;
        return read;
    }

    public void Dispose() => _camera.Dispose();

    /// <param name="isComplete">Whether there is a unit.</param>
    /// <param name="cancellationToken">Ends ffmpeg.</param>
    private SourceResult ReadTag(out bool isComplete, CancellationToken cancellationToken)
    {
        isComplete = false;
        try
        {
            if (!_reader!.TryRead(out FlvTag tag))
            {
                cancellationToken.ThrowIfCancellationRequested();
                return FindFault();
            }

            isComplete = _units.Add(tag);
            Unsupported = _units.Unsupported;
            if (isComplete)
                _pace?.WaitFor(tag.Milliseconds, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            _camera.Child.Kill();
            _camera.Child.WaitForEnd();
            Unsupported = NotH264() ?? $"has H.264 that can't be passed on: {e.Message}";
        }

        cancellationToken.ThrowIfCancellationRequested();
        return Unsupported is null
            ? SourceResult.Ok
            : new CameraFault(CameraFaultKind.BrokenStream, url.Display, $"it {Unsupported}");
    }

    /// <summary>Says why ffmpeg ended. If it has found a video, and passes none of it on, ffmpeg may still decode it.</summary>
    private CameraFault FindFault()
    {
        CameraFault fault = _units.HasKeyFrame ? _camera.WaitForFault() : _camera.WaitForFaultOfOpening();
        bool isDoubtful = fault.Kind is CameraFaultKind.FfmpegError or CameraFaultKind.FfmpegIncompatible or CameraFaultKind.NotVideo;
        if (!_units.HasKeyFrame && isDoubtful && _camera.Child.Log.Codec is not null && !_camera.Child.IsKilled)
            Unsupported = NotH264() ?? "has H.264 that ffmpeg can't pass on";
        return fault;
    }

    private string? NotH264() => _camera.Child.Log.Codec switch
    {
        null or "h264" => null,
        "hevc" => "sends H.265, not H.264",
        { } other => $"sends {other}, not H.264",
    };
}
