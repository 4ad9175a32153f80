namespace VideoStream.Hosting.Systemd;

/// <summary>
/// Finds background loops that hang. A loop that failed does not count: its supervisor restarts it. Nor does one that knows what it waits
/// for, which a restart would not change. It counts checks instead of time, so that loops of a process that was suspended get their turn
/// before they are judged.
/// </summary>
/// <param name="interval">The time between two checks.</param>
internal sealed class LoopWatch(TimeSpan interval)
{
    /// <summary>Far more than a loop with work needs for a step.</summary>
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(15);

    private readonly int _allowedChecks = (int)Math.Ceiling(LongestStep / interval);
    private readonly Dictionary<SupervisedLoop, (long Steps, int Checks)> _seen = [];

    /// <summary>Checks each loop once.</summary>
    /// <returns>The names of the loops that had work for 15 s and took no step. Empty if all loops turn.</returns>
    public string[] Check(IEnumerable<SupervisedLoop> loops)
    {
        SupervisedLoop[] all = [.. loops];
        // Those of a camera that was removed.
        foreach (SupervisedLoop ended in _seen.Keys.Except(all).ToArray())
            _seen.Remove(ended);
        return [.. all.Where(IsHanging).Select(loop => loop.Name)];
    }

    private bool IsHanging(SupervisedLoop loop)
    {
        if (loop.Progress?.Invoke() is not { HasWork: true } progress || loop.Problem is not null || loop.Hang?.Invoke() is not null)
        {
            _seen.Remove(loop);
            return false;
        }

        int checks = _seen.TryGetValue(loop, out var last) && last.Steps == progress.Steps ? last.Checks + 1 : 0;
        _seen[loop] = (progress.Steps, checks);
        return checks >= _allowedChecks;
    }
}
