using System.Text.RegularExpressions;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>
/// Reads ffmpeg's log, whose lines name their level: the errors, and of its report of the output how the video means its colours, which
/// YUV4MPEG2 does not say.
/// </summary>
/// <param name="errors">Gets the errors, as ffmpeg would write them without levels.</param>
internal sealed partial class FfmpegLog(FfmpegErrors errors)
{
    private readonly TaskCompletionSource<bool> _isBt709 = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Adds a line.</summary>
    public void Add(string line)
    {
        Match level = Level().Match(line);
        if (!level.Success)
            errors.Add(line);
        else if (level.Groups["level"].ValueSpan is "error" or "fatal" or "panic")
            errors.Add(line.Remove(level.Groups["tag"].Index, level.Groups["tag"].Length));
        else if (OutputVideo().Match(line) is { Success: true } video)
            _isBt709.TrySetResult(video.Groups["colours"].Value.Contains("bt709", StringComparison.Ordinal));
    }

    /// <summary>Waits for the report of the output, which ffmpeg writes at about the same time as the header of the video.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether the video has the colours of BT.709; false also if there is no report.</returns>
    public bool WaitForBt709(TimeSpan timeout, CancellationToken cancellationToken) =>
        _isBt709.Task.Wait(timeout, cancellationToken) && _isBt709.Task.Result;

    // Such as "[tcp @ 0x5562] [error] Connection refused".
    [GeneratedRegex(@"^(\[[^\]]* @ [^\]]*\] )*(?<tag>\[(?<level>panic|fatal|error|warning|info)\] )")]
    private static partial Regex Level();

    // Such as "Stream #0:0: Video: wrapped_avframe, yuv420p(tv, bt709, progressive), 1280x720".
    [GeneratedRegex(@"Video: wrapped_avframe, [a-z0-9]+(\((?<colours>[^)]*)\))?")]
    private static partial Regex OutputVideo();
}
