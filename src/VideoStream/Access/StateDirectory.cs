using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Access;

/// <summary>
/// The directory of what survives a restart: <c>Access:StateDirectory</c>. Only the service's own user can read what it makes there, and
/// only one service uses it: of two, each would write over what the other has revoked.
/// </summary>
internal sealed class StateDirectory : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string? _path;
    private readonly FileStream? _lock;

    /// <summary>Makes the directory if it is missing, and locks it until the service ends.</summary>
    /// <exception cref="OptionsValidationException">The service can't write there, or another one uses it.</exception>
    public StateDirectory(IOptions<VideoStreamOptions> options)
    {
        string? configured = options.Value.Access.StateDirectory;
        if (string.IsNullOrWhiteSpace(configured))
            return;
        try
        {
            _path = Path.GetFullPath(configured);
            Make(_path);
            // A directory can be there and be read-only.
            Open("write-test")!.Write([]);
            File.Delete(Path.Combine(_path, "write-test"));
            _lock = Lock(Path.Combine(_path, "lock"), configured);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw StateProblem.Unusable(configured, e.Message);
        }
    }

    /// <summary>Whether there is one. Without it all state ends with the process.</summary>
    public bool IsConfigured => _path is not null;

    /// <summary>A file in it; null if there is no state directory.</summary>
    public StateFile? Open(string name) => _path is null ? null : new StateFile(Path.Combine(_path, name));

    /// <summary>Makes a directory in it, which nobody else can read; null if there is no state directory.</summary>
    /// <exception cref="OptionsValidationException">The service can't write there.</exception>
    public DirectoryInfo? OpenDirectory(string name)
    {
        if (_path is null)
            return null;
        string path = Path.Combine(_path, name);
        try
        {
            Make(path);
            // It may have been copied there, with other permissions.
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, Private);
            return new DirectoryInfo(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateProblem.Unusable(path, e.Message);
        }
    }

    public void Dispose() => _lock?.Dispose();

    /// <summary>The system ends the lock with the process, so a crash leaves none.</summary>
    private static FileStream Lock(string path, string configured)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new FileStream(path, options);
        }
        catch (IOException e)
        {
            throw StateProblem.InUse(configured, e.Message);
        }
    }

    private static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, Private);
    }
}
