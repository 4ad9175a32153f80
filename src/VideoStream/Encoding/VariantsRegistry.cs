using Microsoft.Extensions.Options;
using VideoStream.Cameras;
using VideoStream.Configuration;

namespace VideoStream.Encoding;

/// <summary>Each camera's variants.</summary>
internal sealed class VariantsRegistry(
    CameraRegistry cameras, EncoderThreads threads, IOptions<VideoStreamOptions> options, TimeProvider time, ILogger<CameraVariants> logger)
{
    private readonly Dictionary<Camera, CameraVariants> _variants =
        cameras.All.ToDictionary(camera => camera, camera => new CameraVariants(
            camera, options.Value, threads, time, logger));

    public IReadOnlyCollection<CameraVariants> All => _variants.Values;

    public CameraVariants Of(Camera camera) => _variants[camera];
}
