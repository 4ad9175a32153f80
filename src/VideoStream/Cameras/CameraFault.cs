namespace VideoStream.Cameras;

/// <summary>Why a camera delivers no frames.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Subject">The device, file or address, without secrets; empty if there is none.</param>
/// <param name="Detail">More information. Its meaning depends on the kind.</param>
internal sealed record CameraFault(CameraFaultKind Kind, string Subject = "", string Detail = "")
{
    /// <summary>The fault as logs, the status and viewers show it.</summary>
    public string Text => Kind switch
    {
        CameraFaultKind.NoSuchDevice => $"no such device: {Subject}{Detail}",
        CameraFaultKind.Unplugged => $"unplugged: no such device: {Subject}{Detail}",
        CameraFaultKind.DevicePermissionDenied =>
            $"permission denied for {Subject}: add the service's user ({Detail}) to the group 'video'",
        CameraFaultKind.DeviceForbidden =>
            $"{Subject} may not be opened: the service manager or the container allows other devices only{Detail}",
        CameraFaultKind.DeviceBusy => $"{Subject} is busy: another program has the camera",
        CameraFaultKind.NotACamera => $"{Subject} is not a camera: it doesn't capture video",
        CameraFaultKind.DeviceError => $"{Subject} can't be opened: {Detail}",
        CameraFaultKind.DriverRefused => $"{Subject} can't be opened: its driver refused (dmesg may say why)",
        CameraFaultKind.DeviceStopped => $"{Subject} stopped delivering pictures",
        CameraFaultKind.NoSuchFormat => $"{Subject} has no format {Detail}",
        CameraFaultKind.DriverHangs => "the driver doesn't come back from its reads",

        CameraFaultKind.NoSuchFile => $"no such file: {Subject}",
        CameraFaultKind.FilePermissionDenied => $"permission denied: the service's user ({Detail}) may not read {Subject}",
        CameraFaultKind.IsDirectory => $"{Subject} is a directory, not a video",
        CameraFaultKind.EmptyFile => $"{Subject} is empty",
        CameraFaultKind.UnreadableVideo => $"{Subject} is not a video that can be read",
        CameraFaultKind.NothingDecodable => $"{Subject} is not a video: it has no picture that can be decoded",
        CameraFaultKind.UnsupportedFile => $"{Subject} has a format that is not played from a file, such as a playlist",

        CameraFaultKind.UnknownHost => $"unknown host: {Subject}",
        CameraFaultKind.ConnectionRefused => $"{Subject}: connection refused, nothing listens there",
        CameraFaultKind.NoRoute => $"no route to {Subject}",
        CameraFaultKind.NoAnswer => $"no answer from {Subject}",
        CameraFaultKind.SlowAnswer => $"{Subject} takes too long to answer",
        CameraFaultKind.Mute => $"{Subject} takes connections, but doesn't answer",
        CameraFaultKind.LostBeforeAnswer => $"{Subject}: connection lost before an answer came",
        CameraFaultKind.ConnectionLost => $"{Subject}: connection lost",
        CameraFaultKind.TlsFailed => $"{Subject}: no secure connection: {Detail}",
        CameraFaultKind.CertificateRefused => $"{Subject}: its certificate is refused: {Detail}",
        CameraFaultKind.ProxyFailed => $"{Subject}: no connection: {Detail}",
        CameraFaultKind.HeaderTooLong => $"{Subject}: the header of its answer is too long",
        CameraFaultKind.NotHttp => $"{Subject} doesn't speak HTTP",

        CameraFaultKind.CredentialsMissing => $"{Subject} asks for a user name and password",
        CameraFaultKind.CredentialsRefused => $"{Subject} refuses the user name or password",
        CameraFaultKind.UnsupportedAuthentication =>
            $"{Subject} asks for authentication that is not supported: {Detail} (supported: Basic, and Digest with MD5 or SHA-256)",
        CameraFaultKind.Forbidden => $"{Subject} forbids it (403)",
        CameraFaultKind.NotFound => $"{Subject} has nothing at that path (404)",
        CameraFaultKind.CameraBusy => $"{Subject} is busy: it serves no more clients ({Detail})",
        CameraFaultKind.HttpStatus => $"{Subject} answers {Detail}",
        CameraFaultKind.NotAFrame =>
            $"{Subject} answers with {(Detail == "text/html" ? "a web page" : "text")} ({Detail}), not with a picture",
        CameraFaultKind.VideoInParts =>
            $"{Subject} sends {Detail} in the parts of its stream, not JPEG: use the camera's RTSP address, or set it to MJPEG",
        CameraFaultKind.NotVideo => $"{Subject} sends data that is not video",
        CameraFaultKind.NoVideo => $"{Subject} has no video",
        CameraFaultKind.EndOfStream => $"{Subject}: the camera ended the stream",
        CameraFaultKind.PlaylistStopped => $"{Subject}: its playlist gets no new segments",
        CameraFaultKind.BrokenStream => $"{Subject}: its stream is broken: {Detail}",
        CameraFaultKind.InvalidFrameSize => $"{Subject}: impossible picture size ({Detail})",
        CameraFaultKind.FrameTooLong or CameraFaultKind.FfmpegError => $"{Subject}: {Detail}",

        CameraFaultKind.FfmpegMissing =>
            "ffmpeg is missing. It reads video files and cameras with such a URL: install the package ffmpeg, as scripts/native-deps.sh "
            + "does",
        CameraFaultKind.FfmpegTooOld => $"ffmpeg {Detail} is too old: video files and cameras with such a URL need ffmpeg 5 or later",
        CameraFaultKind.FfmpegIncompatible =>
            $"ffmpeg {Subject} doesn't know {Detail}, which VideoStream needs. Use another version of ffmpeg, and please report it",
        CameraFaultKind.ForbiddenAddress => $"{Subject} refers to an address that may not be read: {Detail}",
        CameraFaultKind.Redirected => $"{Subject} redirects to {Detail}: use that address if it is the camera's",
        CameraFaultKind.UnsupportedProtocol => $"this ffmpeg can't read {Subject}://",
        CameraFaultKind.UnknownFfmpegOption => $"FfmpegInputOptions has an option that this ffmpeg doesn't know: {Detail}",

        CameraFaultKind.NatsUnreachable => $"{Subject}: no NATS server answers there",
        CameraFaultKind.NatsRefused => $"{Subject}: the NATS server refuses: {Detail}",
        CameraFaultKind.NatsFailed => $"{Subject}: no connection: {Detail}",
        CameraFaultKind.NotPublished => $"no service publishes camera {Detail} at {Subject}",
        CameraFaultKind.PublisherSilent => $"the service that publishes camera {Detail} at {Subject} doesn't answer",
        CameraFaultKind.Upstream => Detail.Length > 0 ? Detail : "the camera is lost",

        CameraFaultKind.OpenTimeout => $"no answer within {Detail} s",
        CameraFaultKind.Stalled => $"stalled: open, but no picture comes{Cause}",
        CameraFaultKind.StalledTooLong => $"stalled: open, but no picture came{Cause}",
        CameraFaultKind.DecodeErrors => $"delivers nothing but damaged pictures{Cause}",
        CameraFaultKind.SupervisorFailed => "internal failure, see the service's log",
        CameraFaultKind.GivenUp => "given up",
        CameraFaultKind.FileError or CameraFaultKind.ReaderFailed or CameraFaultKind.FfmpegNotStarted => Detail,
        _ => throw new InvalidOperationException($"no text for {Kind}"),
    };

    /// <summary>The detail as the end of a sentence, if there is one.</summary>
    private string Cause => Detail.Length > 0 ? $": {Detail}" : "";
}
