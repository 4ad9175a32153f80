using VideoStream.Configuration;
using VideoStream.Encoding.H264.Ffmpeg;
using VideoStream.Frames.H264;

namespace VideoStream.Encoding.H264;

/// <summary>Whether this service encodes H.264.</summary>
internal static class H264Support
{
    /// <summary>Why not, in words for an operator; null if it does. The first call for an encoder of ffmpeg tries it, and blocks.</summary>
    public static string? Problem(H264Options options)
    {
        if (options.Encoder == H264EncoderKind.Off)
            return "H.264 is switched off here (VideoStream:H264:Encoder)";
        if (ChildCoder.Of(H264Encoders.Resolve(options.Encoder)) is not { } coder)
            return OpenH264.Problem;
        string? problem = EncoderTrial.Problem(coder);
        return problem is not null && options.Encoder == H264EncoderKind.Auto ? $"{OpenH264.Problem}. In its place: {problem}" : problem;
    }
}
