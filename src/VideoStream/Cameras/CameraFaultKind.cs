namespace VideoStream.Cameras;

/// <summary>The kinds of faults of a camera. <see cref="CameraFault.Text"/> has the text of each.</summary>
internal enum CameraFaultKind
{
    // Local devices.
    NoSuchDevice,

    /// <summary>The device was live and is gone.</summary>
    Unplugged,
    DevicePermissionDenied,

    /// <summary>What started the service lets it open other devices only.</summary>
    DeviceForbidden,
    DeviceBusy,
    NotACamera,
    DeviceError,
    DriverRefused,
    DeviceStopped,
    NoSuchFormat,
    DriverHangs,

    // Video files.
    NoSuchFile,
    FilePermissionDenied,
    IsDirectory,
    EmptyFile,
    UnreadableVideo,
    NothingDecodable,

    /// <summary>A format that is not played from a file, because it refers to other files and addresses.</summary>
    UnsupportedFile,
    FileError,

    // Reaching a network camera.
    UnknownHost,
    ConnectionRefused,
    NoRoute,
    NoAnswer,
    SlowAnswer,

    /// <summary>The camera accepts connections but sends nothing.</summary>
    Mute,
    LostBeforeAnswer,
    ConnectionLost,
    TlsFailed,
    CertificateRefused,
    ProxyFailed,
    HeaderTooLong,
    NotHttp,

    // The response of a network camera.
    CredentialsMissing,
    CredentialsRefused,

    /// <summary>The camera asks for credentials in no way that the service knows.</summary>
    UnsupportedAuthentication,
    Forbidden,
    NotFound,

    /// <summary>The camera serves as many clients as it can.</summary>
    CameraBusy,
    HttpStatus,
    NotAFrame,

    /// <summary>The parts of a multipart stream are pieces of a video, not pictures.</summary>
    VideoInParts,
    NotVideo,
    NoVideo,
    EndOfStream,

    /// <summary>A live playlist gets no new segments.</summary>
    PlaylistStopped,
    BrokenStream,
    InvalidFrameSize,
    FrameTooLong,

    // ffmpeg.
    FfmpegMissing,

    /// <summary>ffmpeg is there, but the system starts no process.</summary>
    FfmpegNotStarted,
    FfmpegTooOld,

    /// <summary>ffmpeg does not know an option that this service gives it.</summary>
    FfmpegIncompatible,
    UnsupportedProtocol,
    UnknownFfmpegOption,
    FfmpegError,

    /// <summary>The camera refers to an address that ffmpeg must not read.</summary>
    ForbiddenAddress,

    /// <summary>The camera redirects to another address, where it would not be safe to follow.</summary>
    Redirected,

    // NATS.
    NatsUnreachable,

    /// <summary>The server refuses the credentials, or something that was asked of it.</summary>
    NatsRefused,

    /// <summary>A NATS server is there, but there is no connection: its certificate is not trusted, or a key can't be read.</summary>
    NatsFailed,

    /// <summary>No service publishes the camera.</summary>
    NotPublished,
    PublisherSilent,

    /// <summary>The service that publishes the camera has a fault with it.</summary>
    Upstream,

    // Any source.
    OpenTimeout,
    Stalled,

    /// <summary>Stalled until the connection was given up.</summary>
    StalledTooLong,
    DecodeErrors,
    ReaderFailed,
    SupervisorFailed,

    /// <summary>The supervisor cancelled the connection.</summary>
    GivenUp,
}
