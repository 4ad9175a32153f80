namespace VideoStream.Cameras;

/// <summary>Puts each kind of fault into its category.</summary>
internal static class CameraFaultCategories
{
    // Too Many Requests, and Service Unavailable.
    private static readonly string[] BusyAnswers = ["429", "503"];

    extension(CameraFault fault)
    {
        /// <summary>The category, which decides the wait before the next try.</summary>
        public CameraFaultCategory Category => fault.Kind switch
        {
            CameraFaultKind.UnknownHost or CameraFaultKind.ConnectionRefused or CameraFaultKind.NoRoute or CameraFaultKind.NoAnswer
                or CameraFaultKind.TlsFailed or CameraFaultKind.CertificateRefused or CameraFaultKind.ProxyFailed
                or CameraFaultKind.NatsUnreachable or CameraFaultKind.NatsRefused or CameraFaultKind.NatsFailed
                or CameraFaultKind.NotPublished or CameraFaultKind.PublisherSilent or CameraFaultKind.Upstream =>
                CameraFaultCategory.Unreachable,

            // A camera that has locked an account answers 403 to it, or goes on with 401.
            CameraFaultKind.CredentialsMissing or CameraFaultKind.CredentialsRefused or CameraFaultKind.Forbidden
                or CameraFaultKind.UnsupportedAuthentication => CameraFaultCategory.RefusedCredentials,

            CameraFaultKind.DeviceBusy or CameraFaultKind.CameraBusy => CameraFaultCategory.Busy,
            CameraFaultKind.HttpStatus when BusyAnswers.Any(answer => fault.Detail.StartsWith(answer, StringComparison.Ordinal)) =>
                CameraFaultCategory.Busy,

            CameraFaultKind.NoSuchDevice or CameraFaultKind.Unplugged or CameraFaultKind.NoSuchFile or CameraFaultKind.NotFound
                or CameraFaultKind.Redirected => CameraFaultCategory.NotFound,

            CameraFaultKind.NotACamera or CameraFaultKind.NoSuchFormat or CameraFaultKind.IsDirectory or CameraFaultKind.EmptyFile
                or CameraFaultKind.UnreadableVideo or CameraFaultKind.NothingDecodable or CameraFaultKind.UnsupportedFile
                or CameraFaultKind.NotHttp
                or CameraFaultKind.NotAFrame or CameraFaultKind.NotVideo or CameraFaultKind.NoVideo or CameraFaultKind.InvalidFrameSize
                or CameraFaultKind.FrameTooLong or CameraFaultKind.UnsupportedProtocol or CameraFaultKind.UnknownFfmpegOption
                or CameraFaultKind.FfmpegMissing or CameraFaultKind.FfmpegTooOld => CameraFaultCategory.NotVideo,

            _ => CameraFaultCategory.Interrupted,
        };
    }
}
