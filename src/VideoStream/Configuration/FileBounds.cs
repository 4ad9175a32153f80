namespace VideoStream.Configuration;

/// <summary>Refuses a file before it is opened: a pipe or a device can block for ever, and a very large file can fill the memory.</summary>
internal static class FileBounds
{
    /// <summary>Maximum size of a settings file, and of a file of a certificate.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Why a file is not to be opened, as the end of a sentence.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">Its maximum size.</param>
    /// <returns>Null if it may be. So it is for one that is missing, or a folder: opening it says so.</returns>
    public static string? Problem(string path, long maxBytes = MaxBytes)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            var link = new FileInfo(path);
            var file = (FileInfo?)link.ResolveLinkTarget(returnFinalTarget: true) ?? link;
            // The target of a link to an open pipe does not exist either.
            if (!file.Exists)
                return "it is a link to a file that is missing, or not a regular file";
            // Pipes and devices have no size.
            if (file.Length == 0)
                return "it is empty, or not a regular file";
            return file.Length > maxBytes ? $"it has {file.Length} bytes; allowed: {maxBytes}" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
