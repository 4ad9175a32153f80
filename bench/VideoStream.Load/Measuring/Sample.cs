namespace VideoStream.Load.Measuring;

/// <summary>Everything that is read at both ends of the measured time.</summary>
/// <param name="OwnCpu">CPU time of this process.</param>
/// <param name="Server">The server's process; null if it is unknown.</param>
/// <param name="Status">The service's counters; null if it has none.</param>
internal sealed record Sample(TimeSpan OwnCpu, ProcessSample? Server, ServiceStatus? Status);
