using Serilog.Core;
using Serilog.Events;

namespace VideoStream.Hosting;

/// <summary>
/// Lets one line a minute pass of those that the web server writes for each stream of an HTTP/2 connection that it cuts. One client
/// could write hundreds a second, of the highest level.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class FloodLogFilter(TimeProvider time) : ILogEventFilter
{
    private const string Source = "Microsoft.AspNetCore.Server.Kestrel.Http2";

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _passedAt;

    public bool IsEnabled(LogEvent logEvent)
    {
        if (logEvent.Level != LogEventLevel.Fatal
            || !logEvent.Properties.TryGetValue(Constants.SourceContextPropertyName, out LogEventPropertyValue? source)
            || source is not ScalarValue { Value: Source })
            return true;
        lock (_gate)
        {
            if (_passedAt is { } at && time.GetElapsedTime(at) < Interval)
                return false;
            _passedAt = time.GetTimestamp();
            return true;
        }
    }
}
