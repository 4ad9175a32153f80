using System.Diagnostics;

namespace VideoStream.Tests.Support;

/// <summary>
/// Bounds every wait of a test. Far more than anything takes, so that a busy machine fails no test: only what never comes does.
/// </summary>
internal static class Limit
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Bounds a loop whose turns are each bounded: checked once a turn.</summary>
    public static Deadline Deadline() => new(Longest);

    public static Task Within(Task task) => task.WaitAsync(Longest, TestContext.Current.CancellationToken);

    public static Task<T> Within<T>(Task<T> task) => task.WaitAsync(Longest, TestContext.Current.CancellationToken);

    /// <summary>Spins until something holds that another thread is about to bring about.</summary>
    public static void Until(Func<bool> condition)
    {
        long started = Stopwatch.GetTimestamp();
        var spin = new SpinWait();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(started) > Longest)
                throw new TimeoutException("what the test waits for never came");
            // Yields, but never sleeps for a tick of the system's clock.
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }
}
