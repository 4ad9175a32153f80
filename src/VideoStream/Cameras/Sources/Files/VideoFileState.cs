namespace VideoStream.Cameras.Sources.Files;

/// <summary>What shows that a file has changed.</summary>
/// <param name="Length">Its length in bytes; -1 if it is not there.</param>
/// <param name="Written">When it was last written.</param>
internal readonly record struct VideoFileState(long Length, DateTime Written)
{
    /// <summary>Reads the state of a file.</summary>
    public static VideoFileState Of(string path)
    {
        var file = new FileInfo(path);
        try
        {
            return file.Exists ? new(file.Length, file.LastWriteTimeUtc) : new(-1, default);
        }
        catch (IOException)
        {
            // Deleted meanwhile.
            return new(-1, default);
        }
    }

    /// <summary>Whether the file must be another one than before, and cannot only have grown.</summary>
    public bool IsReplacementOf(VideoFileState before) => Length < before.Length || Written < before.Written;
}
