namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>
/// A script in place of ffmpeg that says to be another version. It keeps a record of how it was called, and then becomes the real one.
/// </summary>
internal sealed class StandInFfmpeg : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    /// <summary>Writes the script.</summary>
    /// <param name="version">The version, as in <c>9.0</c>.</param>
    /// <param name="unknown">An option that this version does not know; null for none.</param>
    /// <param name="logDelay">How many seconds its log arrives late, which it does on a machine that is very busy.</param>
    /// <param name="first">A shell command to run before it becomes the real one; null for none.</param>
    public StandInFfmpeg(string version, string? unknown = null, int logDelay = 0, string? first = null)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the stand-in is a shell script");
        Directory.CreateDirectory(_folder.Path("bin"));
        string real = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "ffmpeg")).First(File.Exists);
        string script = _folder.Path("bin/ffmpeg");
        File.WriteAllText(script, $"""
            #!/bin/sh
            if [ "$1" = -version ]; then
              echo asked >> '{_folder.Path("asked")}'
              echo 'ffmpeg version {version} Copyright (c) 2000-2026 the FFmpeg developers'
              exit 0
            fi
            echo "$@" >> '{_folder.Path("called")}'
            env >> '{_folder.Path("environment")}'
            for option in "$@"; do
              if [ "$option" = '-{unknown}' ]; then
                echo "Unrecognized option '{unknown}'." >&2
                echo 'Error splitting the argument list: Option not found' >&2
                exit 1
              fi
            done
            {first}
            if [ {logDelay} != 0 ]; then
              # Waits before the first line, and passes all on then.
              mkfifo "{_folder.Path("log")}.$$"
              ( exec 3<"{_folder.Path("log")}.$$"; sleep {logDelay}; exec cat <&3 >&2 ) >/dev/null &
              exec '{real}' "$@" 2>"{_folder.Path("log")}.$$"
            fi
            exec '{real}' "$@"

            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The environment of a service that finds it.</summary>
    public Dictionary<string, string?> ForService => new()
    {
        ["PATH"] = _folder.Path("bin") + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
    };

    /// <summary>How often it was asked for its version.</summary>
    public int Asked => Lines("asked").Length;

    /// <summary>The arguments of each call that was not for the version.</summary>
    public string[] Calls => Lines("called");

    /// <summary>The environment variables of these calls, as <c>name=value</c>.</summary>
    public string[] Inherited => Lines("environment");

    public void Dispose() => _folder.Dispose();

    private string[] Lines(string file) => File.Exists(_folder.Path(file)) ? File.ReadAllLines(_folder.Path(file)) : [];
}
