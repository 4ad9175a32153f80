using System.Collections.Concurrent;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Relay;

/// <summary>The way of a camera's variants from the service that publishes it: what the link carries, and what is refused.</summary>
/// <param name="links">The links from the services at the NATS server.</param>
/// <param name="longFrames">Its variants that the server does not take.</param>
/// <param name="upstream">The service that publishes the camera.</param>
internal sealed class RelayedLink(UpstreamLinks links, LongFrames longFrames, Upstream upstream) : IUpstreamLink
{
    /// <summary>A subject is a text, and is made for each rung of each viewer. So the answers are kept, until there are others.</summary>
    private Answers _answers = new(Version: 0);

    /// <inheritdoc/>
    public double MaxRate => upstream.State is { } state ? links.Of(state.Instance).MaxRate : double.PositiveInfinity;

    /// <inheritdoc/>
    public PictureSize? CameraSize => upstream.State is { Width: > 0, Height: > 0 } state ? new(state.Width, state.Height) : null;

    /// <inheritdoc/>
    public int Version => (2 * Refusals) + (CameraSize is null ? 0 : 1);

    /// <inheritdoc/>
    public bool IsRefused(Variant variant)
    {
        if ((upstream.Server.Refusals.IsEmpty && longFrames.IsEmpty) || variant.Encoding.IsPassedH264)
            return false;
        Answers answers = Volatile.Read(ref _answers);
        int version = Refusals;
        if (answers.Version != version)
            Volatile.Write(ref _answers, answers = new(version));
        return answers.ByVariant.GetOrAdd(variant, FindRefusal);
    }

    private int Refusals => upstream.Server.Refusals.Version + longFrames.Version;

    private bool FindRefusal(Variant variant) =>
        longFrames.Has(variant) || upstream.RefusalOf(VariantName.Of(variant)) is not null;

    private sealed record Answers(int Version)
    {
        public ConcurrentDictionary<Variant, bool> ByVariant { get; } = new();
    }
}
