using Microsoft.Extensions.Options;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding.Jpeg;

namespace VideoStream.Encoding;

/// <summary>The variants of each camera.</summary>
internal sealed class VariantRegistry(
    CameraRegistry cameras, EncoderThreads threads, IOptions<VideoStreamOptions> options, TimeProvider time, ILogger<VariantSet> logger)
{
    private readonly Dictionary<Camera, VariantSet> _variants =
        cameras.All.ToDictionary(camera => camera, camera => new VariantSet(camera, options.Value, threads, time, logger));

    public IReadOnlyCollection<VariantSet> All => _variants.Values;

    public VariantSet Of(Camera camera) => _variants[camera];
}
