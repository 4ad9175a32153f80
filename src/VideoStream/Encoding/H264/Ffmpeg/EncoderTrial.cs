using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Frames;

namespace VideoStream.Encoding.H264.Ffmpeg;

/// <summary>
/// Whether an encoder of ffmpeg works on this machine: it must encode a picture. That takes a tenth of a second, or some seconds where it
/// hangs.
/// </summary>
internal static class EncoderTrial
{
    private static readonly PictureSize Size = new(640, 360);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(6), Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>The time after which one that has failed is tried again, if somebody asks: a device may be there by then.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMinutes(1);

    /// <summary>How long a request waits for a trial at most, from its start. One of a device that hangs takes longer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private static readonly Lock Gate = new();
    private static readonly Dictionary<ChildCoder, (Task<string?> Problem, string? Before, long StartedAt)> Trials = [];

    /// <summary>
    /// Why it does not, in words for an operator; null if it works. The first call finds that out, and others wait for it. Later ones know
    /// it. After a failure it is tried again from time to time, in the background.
    /// </summary>
    public static string? Problem(ChildCoder coder)
    {
        if (HangingChildren.Problem(coder) is { } hanging)
            return hanging;
        var (problem, before, _) = Find(coder);
        return before ?? problem.GetAwaiter().GetResult();
    }

    /// <summary>
    /// The same, but null while that is not known after two seconds, as on a machine that has just started: those who ask may try it
    /// themselves, and are informed if it fails.
    /// </summary>
    public static string? ProblemNow(ChildCoder coder)
    {
        if (HangingChildren.Problem(coder) is { } hanging)
            return hanging;
        var (problem, before, startedAt) = Find(coder);
        if (before is not null)
            return before;
        TimeSpan left = LongestWait - TimeProvider.System.GetElapsedTime(startedAt);
        return problem.Wait(left > TimeSpan.Zero ? left : TimeSpan.Zero) ? problem.Result : null;
    }

    /// <summary>Whether it works, as far as that is known. Does not wait.</summary>
    public static bool IsKnownToWork(ChildCoder coder) =>
        HangingChildren.Problem(coder) is null && Find(coder) is { Before: null, Problem: { IsCompleted: true, Result: null } };

    /// <summary>The last trial, and what was known before if it has not ended.</summary>
    private static (Task<string?> Problem, string? Before, long StartedAt) Find(ChildCoder coder)
    {
        lock (Gate)
        {
            bool isKnown = Trials.TryGetValue(coder, out var trial);
            string? problem = isKnown && trial.Problem.IsCompleted ? trial.Problem.Result : trial.Before;
            if (isKnown && (problem is null || TimeProvider.System.GetElapsedTime(trial.StartedAt) < RetryInterval))
                return trial.Problem.IsCompleted ? trial with { Before = null } : trial;
            // On a thread of its own: it blocks.
            var task = Task.Factory.StartNew(
                () => Run(coder), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return Trials[coder] = (task, problem, TimeProvider.System.GetTimestamp());
        }
    }

    private static string? Run(ChildCoder coder)
    {
        try
        {
            if (Missing(coder) is { } missing)
                return missing;
            return Try(coder) is { } failure ? $"ffmpeg's encoder {coder.Name} does not work here: {failure}" : null;
        }
        catch (Exception e)
        {
            return $"ffmpeg's encoder {coder.Name} could not be tried: {e.Message}";
        }
    }

    private static string? Missing(ChildCoder coder)
    {
        if (!FfmpegProgram.IsInstalled)
            return $"ffmpeg is missing, whose encoder {coder.Name} is configured: install the package ffmpeg";
        if (FfmpegProgram.Version is { IsTooOld: true } old)
            return $"ffmpeg {old.Text} is too old for its encoder {coder.Name}: version 5 is needed";
        return coder == ChildCoder.Vaapi && !File.Exists(ChildCoder.RenderDevice)
            ? $"no such device: {ChildCoder.RenderDevice}, which {coder.Name} needs. Inside a container, pass it with --device /dev/dri"
            : null;
    }

    private static string? Try(ChildCoder coder)
    {
        using var picture = new PixelPlanes();
        picture.Create(Size, ChromaSubsampling.Yuv420);
        picture.Fill(PixelPlanes.Neutral);
        // Not disposed: the child may still set it afterwards.
        var done = new ManualResetEventSlim();
        string? failure = $"no answer within {Timeout.TotalSeconds:0} s";
        using var child = new EncoderChild(
            coder,
            new H264Settings(Size, 500, VideoRate.Max),
            (_, _) =>
            {
                Volatile.Write(ref failure, null);
                done.Set();
            },
            (_, reason) =>
            {
                if (reason is not null)
                    Volatile.Write(ref failure, reason);
                done.Set();
            },
            TimeProvider.System);
        child.Start();
        // As many pictures as it has room for, because one is not enough for each.
        for (int i = 0; i < Timeout / Interval && !done.Wait(Interval); i++)
            child.TrySubmit(picture, new H264Request(i * Interval, AsKeyFrame: false));
        return Volatile.Read(ref failure);
    }
}
