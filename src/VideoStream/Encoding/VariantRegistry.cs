using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding.Jpeg;

namespace VideoStream.Encoding;

/// <summary>The variants of each camera. One thread at a time adds and removes cameras, all may read.</summary>
internal sealed class VariantRegistry
{
    private readonly EncoderThreads _threads;
    private readonly TimeProvider _time;
    private readonly ILogger<VariantSet> _logger;
    private readonly IVariantSource? _source;

    // Never changed, but replaced as a whole.
    private Dictionary<Camera, VariantSet> _variants = [];

    public VariantRegistry(
        CameraRegistry cameras,
        EncoderThreads threads,
        IOptions<VideoStreamOptions> options,
        TimeProvider time,
        ILogger<VariantSet> logger,
        IVariantSource? source = null)
    {
        (_threads, _time, _logger, _source) = (threads, time, logger, source);
        foreach (Camera camera in cameras.All)
            Add(camera, options.Value);
    }

    public IReadOnlyCollection<VariantSet> All => Volatile.Read(ref _variants).Values;

    /// <summary>Finds the variants of a camera.</summary>
    /// <returns>False if the camera was removed.</returns>
    public bool TryFind(Camera camera, [NotNullWhen(true)] out VariantSet? variants) =>
        Volatile.Read(ref _variants).TryGetValue(camera, out variants);

    /// <summary>Adds a camera.</summary>
    public VariantSet Add(Camera camera, VideoStreamOptions options)
    {
        var variants = new VariantSet(camera, options, _threads, _time, _logger, _source);
        // The order of the API.
        var sorted = _variants.Append(new(camera, variants)).OrderBy(entry => entry.Key.Name, StringComparer.OrdinalIgnoreCase);
        Volatile.Write(ref _variants, sorted.ToDictionary());
        return variants;
    }

    /// <summary>Removes a camera. Streams that still have subscriptions end with them.</summary>
    public void Remove(Camera camera)
    {
        var variants = new Dictionary<Camera, VariantSet>(_variants);
        if (variants.Remove(camera, out VariantSet? removed))
            removed.Close();
        Volatile.Write(ref _variants, variants);
    }

    /// <summary>Applies changed options to all cameras.</summary>
    public void Apply(VideoStreamOptions options)
    {
        foreach (VariantSet variants in All)
            variants.Apply(options);
    }
}
