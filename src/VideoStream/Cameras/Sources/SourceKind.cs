namespace VideoStream.Cameras.Sources;

internal enum SourceKind
{
    /// <summary>The first local camera, else the test pattern.</summary>
    Auto,
    TestPattern,
    Device,
    VideoFile,
    Url,
}
