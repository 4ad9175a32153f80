namespace VideoStream.Cameras;

/// <summary>How a connection to a camera is doing.</summary>
internal enum ConnectionHealth
{
    /// <summary>Frames arrive, or there is still time for the first one.</summary>
    Good,

    /// <summary>The source is open, but no frame arrives.</summary>
    Stalled,

    /// <summary>The source did not open in time.</summary>
    OpenTimedOut,

    /// <summary>Frames stayed away for so long that the connection is to be given up.</summary>
    StalledTooLong,
}
