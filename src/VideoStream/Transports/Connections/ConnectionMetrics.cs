using System.Diagnostics.Metrics;

namespace VideoStream.Transports.Connections;

/// <summary>The metrics of the open connections. They are read when they are collected, from the <see cref="ConnectionBudget"/>.</summary>
internal sealed class ConnectionMetrics
{
    public const string MeterName = "VideoStream.Connections";

    public ConnectionMetrics(ConnectionBudget budget, IMeterFactory meters)
    {
        Meter meter = meters.Create(MeterName);
        meter.CreateObservableUpDownCounter(
            "videostream.connection.active", () => budget.Open, "{connection}", "Open connections of all kinds.");
        meter.CreateObservableUpDownCounter(
            "videostream.connection.limit", () => budget.Limit, "{connection}", "Maximum number of open connections.");
        meter.CreateObservableCounter(
            "videostream.connection.evictions",
            () => budget.Evictions,
            "{connection}",
            "Connections without a request that were closed to make room for others.");
    }
}
