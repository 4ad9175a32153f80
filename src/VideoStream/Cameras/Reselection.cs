using VideoStream.Cameras.Sources;

namespace VideoStream.Cameras;

/// <summary>
/// Decides when to look for a better source, as <c>auto</c> does while it shows the test pattern: every few seconds while nobody is
/// disturbed by the change, and at once when a request names the camera.
/// </summary>
internal sealed class Reselection(Camera camera, ICameraReaderCatalogue readers, TimeProvider time)
{
    /// <summary>How often to look while the camera has no viewers.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long _triedAt = time.GetTimestamp();
    private long _requests = camera.RequestsByName;

    private bool IsDue => camera.RequestsByName != _requests || (camera.Viewers == 0 && time.GetElapsedTime(_triedAt) >= Interval);

    /// <summary>Looks for a better source, if it is time to.</summary>
    /// <returns>Whether another source was selected.</returns>
    public bool TryWhenDue() => IsDue && Try();

    /// <summary>Looks for a better source now.</summary>
    /// <returns>Whether another source was selected.</returns>
    public bool Try()
    {
        (_triedAt, _requests) = (time.GetTimestamp(), camera.RequestsByName);
        return readers.TryReselect(camera);
    }
}
