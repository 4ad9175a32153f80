using System.Diagnostics;
using VideoStream.Cameras.Sources.Ffmpeg;

namespace VideoStream.Encoding.H264.Ffmpeg;

/// <summary>The process of an <see cref="EncoderChild"/>. It ends with the thread that makes it, too.</summary>
internal sealed class EncoderProcess : IDisposable
{
    private readonly ChildErrors _errors = new();
    private readonly Process _process;

    /// <exception cref="System.ComponentModel.Win32Exception">ffmpeg is not installed, or can't be started.</exception>
    public EncoderProcess(ChildCoder coder, H264Settings settings)
    {
        _process = FfmpegProcess.Start(coder.Call(settings, FfmpegProgram.Version), _errors.Add);
    }

    public int Id => _process.Id;

    /// <summary>Where it reads pictures. Writes block.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Where it writes units. Reads block.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Ends it at once, and so reads and writes that block. For any thread.</summary>
    public void Kill() => FfmpegProcess.Kill(_process);

    /// <summary>Waits for the end of a process that has ended or was killed: for ever, where it hangs in a driver.</summary>
    /// <returns>Why it ended, as far as it says.</returns>
    public string WaitForEnd()
    {
        // Only the overload without a timeout waits for the error output.
        _process.WaitForExit();
        return _errors.First ?? $"ffmpeg ended ({_process.ExitCode})";
    }

    public void Dispose()
    {
        Kill();
        // Disposing the process leaves streams open that were used.
        _process.StandardInput.Dispose();
        _process.StandardOutput.Dispose();
        _process.Dispose();
    }
}
