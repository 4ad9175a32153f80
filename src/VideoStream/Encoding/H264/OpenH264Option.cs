namespace VideoStream.Encoding.H264;

/// <summary>The options that are used, as ENCODER_OPTION of codec_app_def.h numbers them.</summary>
internal enum OpenH264Option
{
    Bitrate = 5,
    MaxBitrate = 6,
    TraceLevel = 25,
    TraceCallback = 26,
    TraceContext = 27,
}
