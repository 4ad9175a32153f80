using Microsoft.Extensions.Options;
using VideoStream.Configuration;
using VideoStream.Encoding.H264;

namespace VideoStream.Hosting;

/// <summary>
/// Finds out at the start whether the configured H.264 encoder works, so that the first viewer need not wait for that, and logs if it does
/// not. On a thread of its own, because an encoder that hangs takes seconds.
/// </summary>
internal sealed partial class VideoEncoderCheck(IOptions<VideoStreamOptions> options, ILogger<VideoEncoderCheck> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        new Thread(Run) { IsBackground = true, Name = "video-encoder-check" }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Run()
    {
        H264Options h264 = options.Value.H264;
        // Without any encoder viewers get JPEGs. That is a mistake only where one is configured.
        if (h264.Encoder != H264EncoderKind.Off && H264Support.FindProblem(h264) is { } problem)
            LogUnavailable(h264.Encoder == H264EncoderKind.Auto ? LogLevel.Information : LogLevel.Warning, problem);
    }
}
