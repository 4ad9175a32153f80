using VideoStream.Configuration;

namespace VideoStream.Encoding.H264;

/// <summary>Whether this service encodes H.264.</summary>
internal static class H264Support
{
    /// <summary>Why not, in words for an operator; null if it does.</summary>
    public static string? Problem(H264Options options)
    {
        if (options.Encoder == H264EncoderKind.Off)
            return "H.264 is switched off here (VideoStream:H264:Encoder)";
        return OpenH264.IsAvailable ? null : OpenH264.Problem;
    }
}
