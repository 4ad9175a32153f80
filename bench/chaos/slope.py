"""A straight line through samples, with the error that samples have which depend on the ones before."""
import math


def fit(times, values):
    """Least squares. Returns the slope and its standard error."""
    count = len(times)
    if count < 3:
        return 0.0, math.inf
    mean_time, mean_value = sum(times) / count, sum(values) / count
    spread = sum((t - mean_time) ** 2 for t in times)
    slope = sum((t - mean_time) * (v - mean_value) for t, v in zip(times, values)) / spread
    rest = [v - mean_value - slope * (t - mean_time) for t, v in zip(times, values)]
    variance = sum(r * r for r in rest) / (count - 2)
    if variance == 0:
        return slope, 0.0
    # A sample like the one before tells less: the effective number of samples is smaller (AR(1)).
    correlation = sum(a * b for a, b in zip(rest, rest[1:])) / sum(r * r for r in rest)
    correlation = min(0.99, max(0.0, correlation))
    return slope, math.sqrt(variance / spread * (1 + correlation) / (1 - correlation))
