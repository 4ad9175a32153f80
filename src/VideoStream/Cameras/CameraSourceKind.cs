namespace VideoStream.Cameras;

internal enum CameraSourceKind
{
    /// <summary>The first local camera, else the test pattern.</summary>
    Auto,
    TestPattern,
    Device,
    VideoFile,
    Url,
}
