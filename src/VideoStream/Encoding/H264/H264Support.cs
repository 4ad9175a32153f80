using VideoStream.Configuration;
using VideoStream.Encoding.H264.Ffmpeg;
using VideoStream.Frames.H264;

namespace VideoStream.Encoding.H264;

/// <summary>Whether this service encodes H.264.</summary>
internal static class H264Support
{
    public const string SwitchedOff = "H.264 is switched off here (VideoStream:H264:Encoder)";

    /// <summary>
    /// Why not, in words for an operator; null if it does. The first call for an encoder of ffmpeg tries it. Blocks for two seconds at
    /// most.
    /// </summary>
    public static string? Problem(H264Options options) => Problem(options, EncoderTrial.ProblemNow);

    /// <summary>The same, but blocks until it is known.</summary>
    public static string? FindProblem(H264Options options) => Problem(options, EncoderTrial.Problem);

    /// <summary>Whether it certainly does. Begins to find that out, and does not wait for it.</summary>
    public static bool IsKnownToWork(H264Options options)
    {
        if (options.Encoder == H264EncoderKind.Off)
            return false;
        return ChildCoder.Of(H264Encoders.Resolve(options.Encoder)) is { } coder
            ? EncoderTrial.IsKnownToWork(coder)
            : OpenH264.Problem is null;
    }

    private static string? Problem(H264Options options, Func<ChildCoder, string?> find)
    {
        if (options.Encoder == H264EncoderKind.Off)
            return SwitchedOff;
        if (ChildCoder.Of(H264Encoders.Resolve(options.Encoder)) is not { } coder)
            return OpenH264.Problem;
        string? problem = find(coder);
        return problem is not null && options.Encoder == H264EncoderKind.Auto ? $"{OpenH264.Problem}. In its place: {problem}" : problem;
    }
}
