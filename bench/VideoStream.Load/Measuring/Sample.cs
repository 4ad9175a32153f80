namespace VideoStream.Load.Measuring;

/// <summary>Measurements at the start or end of the measured time.</summary>
/// <param name="OwnCpu">CPU time of this process.</param>
/// <param name="Server">The server's process; null if it is unknown.</param>
/// <param name="Status">The service's counters; null if it is not VideoStream.</param>
internal sealed record Sample(TimeSpan OwnCpu, ProcessSample? Server, ServiceStatus? Status);
