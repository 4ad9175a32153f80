using System.Text.RegularExpressions;
using VideoStream.Frames;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>
/// Reads ffmpeg's log, whose lines name their level: the errors, and of its reports of input and output how the video means its colours,
/// which YUV4MPEG2 does not say.
/// </summary>
/// <param name="errors">Gets the errors, as ffmpeg would write them without levels.</param>
internal sealed partial class FfmpegLog(FfmpegErrors errors)
{
    private static readonly Dictionary<string, ColourMatrix> Matrices = new()
    {
        ["smpte170m"] = ColourMatrix.Bt601,
        ["bt470bg"] = ColourMatrix.Bt601,
        ["fcc"] = ColourMatrix.Bt601,
        ["bt709"] = ColourMatrix.Bt709,
        ["smpte240m"] = ColourMatrix.Bt709,
        ["bt2020nc"] = ColourMatrix.Bt2020,
        ["bt2020c"] = ColourMatrix.Bt2020,
    };

    private readonly TaskCompletionSource<ColourMatrix?> _matrix = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _codec;
    private string? _format;

    /// <summary>What ffmpeg calls the format of the video, as in <c>hevc</c>; null before it has found it. For any thread.</summary>
    public string? Codec => _codec;

    /// <summary>Adds a line.</summary>
    public void Add(string line)
    {
        Match level = Level().Match(line);
        if (!level.Success)
            errors.Add(line);
        else if (level.Groups["level"].ValueSpan is "error" or "fatal" or "panic")
            errors.Add(line.Remove(level.Groups["tag"].Index, level.Groups["tag"].Length));
        else if (!_matrix.Task.IsCompleted)
            AddReport(line);
    }

    /// <summary>The matrix of the video; null before ffmpeg has reported its output, and if the video names none. For any thread.</summary>
    public ColourMatrix? Matrix => _matrix.Task.IsCompleted ? _matrix.Task.Result : null;

    /// <summary>Waits for the report of the output, which ffmpeg writes at about the same time as the header of the video.</summary>
    /// <param name="timeout">How long to wait at most. A report that comes later counts from then on.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public void WaitForReport(TimeSpan timeout, CancellationToken cancellationToken) => _matrix.Task.Wait(timeout, cancellationToken);

    private void AddReport(string line)
    {
        if (OutputVideo().Match(line) is { Success: true } output)
            _matrix.TrySetResult(MatrixOf(output.Groups["colours"].Value));
        else if (_format is null && InputVideo().Match(line) is { Success: true } input)
            (_codec, _format) = (input.Groups["codec"].Value, input.Groups["format"].Value);
    }

    /// <summary>Of words such as <c>tv, bt709, progressive</c> or <c>tv, smpte170m/bt709/bt709</c>: matrix, primaries, transfer.</summary>
    private ColourMatrix? MatrixOf(string colours)
    {
        foreach (string word in colours.Split(", "))
        {
            if (Matrices.TryGetValue(word.Split('/')[0], out ColourMatrix matrix))
                return matrix;
        }

        // Red, green and blue have no matrix. ffmpeg converts them by BT.601.
        return _format is not null && Rgb().IsMatch(_format) ? ColourMatrix.Bt601 : null;
    }

    // Such as "[tcp @ 0x5562] [error] Connection refused".
    [GeneratedRegex(@"^(\[[^\]]* @ [^\]]*\] )*(?<tag>\[(?<level>panic|fatal|error|warning|info)\] )")]
    private static partial Regex Level();

    // Such as "Stream #0:0(und): Video: h264 (High) (avc1 / 0x31637661), yuv420p(tv, bt709, progressive), 1280x720".
    [GeneratedRegex(@"Stream #0:\d+.*: Video: (?<codec>[a-z0-9_]+)[^,]*, (?<format>[a-z0-9]+)")]
    private static partial Regex InputVideo();

    // Such as "Stream #0:0: Video: wrapped_avframe, yuv420p(tv, bt709, progressive), 1280x720".
    [GeneratedRegex(@"Video: wrapped_avframe, [a-z0-9]+(\((?<colours>[^)]*)\))?")]
    private static partial Regex OutputVideo();

    [GeneratedRegex("rgb|bgr|gbr|pal8")]
    private static partial Regex Rgb();
}
