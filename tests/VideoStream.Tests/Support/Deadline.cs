using System.Diagnostics;

namespace VideoStream.Tests.Support;

/// <summary>The end of a test's patience, so that a loop that should end does not hang the run if it never does.</summary>
internal readonly struct Deadline(TimeSpan patience)
{
    private readonly long _started = Stopwatch.GetTimestamp();

    public void Check()
    {
        if (Stopwatch.GetElapsedTime(_started) > patience)
            throw new TimeoutException("the loop of the test never ended");
    }
}
