using VideoStream.Configuration;
using VideoStream.Encoding.H264.Ffmpeg;
using VideoStream.Frames.H264;

namespace VideoStream.Encoding.H264;

/// <summary>Makes the encoders of one camera's videos.</summary>
/// <param name="camera">The camera's name, for the log.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Gets the failures of encoders that go on after them.</param>
internal sealed class H264Encoders(string camera, TimeProvider time, ILogger logger)
{
    private readonly ChildStarts _starts = new(time);

    /// <summary>Failures of encoders that go on after them.</summary>
    public EncoderFailures Failures { get; } = new();

    /// <summary>What <see cref="H264EncoderKind.Auto"/> means on this machine.</summary>
    public static H264EncoderKind Resolve(H264EncoderKind kind)
    {
        if (kind != H264EncoderKind.Auto)
            return kind;
        return OpenH264.IsAvailable ? H264EncoderKind.OpenH264 : H264EncoderKind.X264;
    }

    /// <summary>Makes an encoder.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="settings">What it is made for.</param>
    /// <param name="completed">Gets the units that are not there at once.</param>
    /// <exception cref="InvalidOperationException">It can't be made. The message has the reason.</exception>
    public IH264Encoder Create(H264EncoderKind kind, H264Settings settings, H264UnitHandler completed)
    {
        if (kind == H264EncoderKind.Off)
            throw new InvalidOperationException(H264Support.SwitchedOff);
        return ChildCoder.Of(Resolve(kind)) is { } coder
            ? new FfmpegEncoder(coder, settings, completed, NameOf(settings), _starts, Failures, time, logger)
            : new OpenH264Encoder(settings);
    }

    private string NameOf(H264Settings settings) => $"camera {camera}, {settings.Size} at {settings.Kilobits} kbit/s,";
}
