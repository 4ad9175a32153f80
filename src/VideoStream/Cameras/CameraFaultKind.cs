namespace VideoStream.Cameras;

/// <summary>Everything that can be wrong with a camera. <see cref="CameraFault.Text"/> says each in words.</summary>
internal enum CameraFaultKind
{
    // Local devices.
    NoSuchDevice,

    /// <summary>The device was live, and is gone.</summary>
    Unplugged,
    DevicePermissionDenied,
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
    FileError,

    // Reaching a network camera.
    UnknownHost,
    ConnectionRefused,
    NoRoute,
    NoAnswer,
    SlowAnswer,

    /// <summary>It accepts connections, and sends nothing.</summary>
    Mute,
    LostBeforeAnswer,
    ConnectionLost,
    TlsFailed,
    HeaderTooLong,
    NotHttp,

    // What a network camera answers.
    CredentialsMissing,
    CredentialsRefused,
    Forbidden,
    NotFound,
    HttpStatus,
    NotAFrame,
    NotVideo,
    NoVideo,
    EndOfStream,
    BrokenStream,
    InvalidFrameSize,
    FrameTooLong,

    // Its reader, ffmpeg.
    FfmpegMissing,
    UnsupportedProtocol,
    UnknownFfmpegOption,
    FfmpegError,

    // Any source.
    OpenTimeout,
    Stalled,

    /// <summary>Stalled for so long that the connection was given up.</summary>
    StalledTooLong,
    DecodeErrors,
    ReaderFailed,
    SupervisorFailed,

    /// <summary>The supervisor gave the connection up.</summary>
    GivenUp,
}
