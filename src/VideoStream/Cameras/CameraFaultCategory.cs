namespace VideoStream.Cameras;

/// <summary>What a fault says about the next try. It decides how long the service waits, see <see cref="RetrySchedule"/>.</summary>
internal enum CameraFaultCategory
{
    /// <summary>The connection ended or stalled, or the device failed. The next try may succeed at once.</summary>
    Interrupted,

    /// <summary>The camera was not reached. No credentials were sent.</summary>
    Unreachable,

    /// <summary>The camera refuses the credentials, or asks for some. More tries may lock the account.</summary>
    RefusedCredentials,

    /// <summary>Another program or client has the camera.</summary>
    Busy,

    /// <summary>There is no such device, file or path.</summary>
    NotFound,

    /// <summary>What was found is not video that can be read.</summary>
    NotVideo,
}
