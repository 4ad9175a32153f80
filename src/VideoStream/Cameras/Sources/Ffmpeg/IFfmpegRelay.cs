namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>Stands between ffmpeg and a camera, on loopback, and has the connection to the camera in place of ffmpeg.</summary>
internal interface IFfmpegRelay : IDisposable
{
    /// <summary>The address for ffmpeg.</summary>
    CameraUrl Url { get; }

    /// <summary>Options of ffmpeg's input that go with the address.</summary>
    IReadOnlyList<(string Name, string Value)> Options { get; }

    /// <summary>Why the last connection to the camera could not be made; null if it was made.</summary>
    CameraFault? Fault { get; }

    /// <summary>Serves this process and no other one, until the relay is disposed.</summary>
    void Serve(int process);
}
