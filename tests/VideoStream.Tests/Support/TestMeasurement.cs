using System.Diagnostics.Metrics;

namespace VideoStream.Tests.Support;

/// <summary>What an instrument measured.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Value">The value.</param>
/// <param name="Labels">The labels, as in <c>camera.name=gate</c>.</param>
internal sealed record TestMeasurement(Instrument Instrument, double Value, string[] Labels);
