namespace VideoStream.Cameras.Sources.Files;

/// <summary>Finds why a video file can't be read, as far as that can be known without decoding it.</summary>
internal static class VideoFileCheck
{
    /// <summary>Checks whether a file exists, is not empty, and may be read.</summary>
    public static SourceResult Run(string path)
    {
        var file = new FileInfo(path);
        if (Directory.Exists(path))
            return new CameraFault(CameraFaultKind.IsDirectory, path);
        if (!file.Exists)
            return new CameraFault(CameraFaultKind.NoSuchFile, Path.GetFullPath(path));
        if (file.Length == 0)
            return new CameraFault(CameraFaultKind.EmptyFile, path);
        try
        {
            file.OpenRead().Dispose();
            return SourceResult.Ok;
        }
        catch (UnauthorizedAccessException)
        {
            return new CameraFault(CameraFaultKind.FilePermissionDenied, path, Environment.UserName);
        }
        catch (IOException e)
        {
            return new CameraFault(CameraFaultKind.FileError, path, e.Message);
        }
    }
}
