namespace VideoStream.Adaptation;

/// <summary>The answer to whether a viewer's next frame may be sent now.</summary>
/// <param name="Rendition">The rendition to send.</param>
/// <param name="Wait">Zero if a frame may be sent now; else when to ask again, unless an acknowledgement comes before.</param>
/// <param name="HasRenditionChanged">Whether adaptation has just chosen another rendition.</param>
/// <param name="IsBlockedInFlight">Whether a frame waits for bytes in flight, so that the client may have stalled.</param>
internal readonly record struct SendDecision(Rendition Rendition, TimeSpan Wait, bool HasRenditionChanged, bool IsBlockedInFlight)
{
    public bool MaySend => Wait == TimeSpan.Zero;
}
