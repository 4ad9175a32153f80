using System.ComponentModel;
using System.Diagnostics;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>A running ffmpeg whose standard output is read. It ends with the connection and with the service.</summary>
internal sealed class FfmpegChild : IDisposable
{
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly CancellationTokenRegistration _kill;
    private bool _isDisposed;

    private FfmpegChild(FfmpegCall call, FfmpegErrors errors, CancellationToken cancellationToken)
    {
        Log = new FfmpegLog(errors);
        _process = FfmpegProcess.Start(call, Log.Add);
        // Reads and writes of pipes block, and ignore the token. They end when the child is killed.
        _kill = cancellationToken.UnsafeRegister(child => ((FfmpegChild)child!).Kill(), this);
        FfmpegProcess.WriteInput(_process, call.Script);
    }

    public int ProcessId => _process.Id;

    public FfmpegLog Log { get; }

    /// <summary>The standard output. Reads block.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Whether a signal ended ffmpeg: it crashed, or was killed. Known after <see cref="WaitForEnd"/>.</summary>
    public bool IsKilled => _process.HasExited && _process.ExitCode > 128;

    /// <summary>Starts ffmpeg on the calling thread, which must be the connection's own.</summary>
    /// <param name="call">How to call it.</param>
    /// <param name="errors">Gets its errors.</param>
    /// <param name="cancellationToken">Ends it, until this is disposed.</param>
    public static SourceResult<FfmpegChild> Start(FfmpegCall call, FfmpegErrors errors, CancellationToken cancellationToken)
    {
        try
        {
            return new FfmpegChild(call, errors, cancellationToken);
        }
        catch (Win32Exception e)
        {
            return FfmpegProcess.ReasonOf(e) is { } reason
                ? new CameraFault(CameraFaultKind.FfmpegNotStarted, Detail: reason)
                : new CameraFault(CameraFaultKind.FfmpegMissing);
        }
    }

    /// <summary>Ends ffmpeg at once, and so a read that blocks. Any thread may call it.</summary>
    public void Kill() => FfmpegProcess.Kill(_process);

    /// <summary>Waits for the end of ffmpeg and of its error output.</summary>
    public void WaitForEnd()
    {
        // Only the overload without a timeout waits for the error output.
        if (_process.WaitForExit(EndTimeout))
            _process.WaitForExit();
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _kill.Dispose();
        Kill();
        _process.WaitForExit(EndTimeout);
        // Disposing the process leaves a stream open that was used.
        _process.StandardOutput.Dispose();
        _process.Dispose();
    }
}
