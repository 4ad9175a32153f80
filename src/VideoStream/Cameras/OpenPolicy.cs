using VideoStream.Cameras.Sources;

namespace VideoStream.Cameras;

/// <summary>Decides whether a camera is to be open: always, or on demand.</summary>
internal sealed class OpenPolicy(Camera camera, ICameraReaderCatalogue readers)
{
    /// <summary>How long a camera on demand stays open after its last viewer has left.</summary>
    public static readonly TimeSpan ReleaseAfter = TimeSpan.FromSeconds(10);

    /// <summary>Whether the camera is open only while it has viewers, and for a short time after.</summary>
    public bool IsOnDemand => readers.IsOnDemand(camera);

    /// <summary>Whether the camera is always open, or has viewers.</summary>
    public bool IsWanted => !IsOnDemand || camera.Viewers > 0;

    public bool ShouldBeOpen => TimeToRelease > TimeSpan.Zero;

    /// <summary>The time until the camera is to be closed without a viewer; <see cref="TimeSpan.MaxValue"/> if it stays open.</summary>
    public TimeSpan TimeToRelease =>
        IsOnDemand && camera.UnwatchedFor is { } unwatched ? ReleaseAfter - unwatched : TimeSpan.MaxValue;
}
