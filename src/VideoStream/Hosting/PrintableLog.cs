using Serilog.Core;
using Serilog.Events;
using VideoStream.Access;

namespace VideoStream.Hosting;

/// <summary>
/// Keeps clients from writing lines of their own into the log. ASP.NET Core logs decoded addresses, if the level of its messages is
/// lowered to Information.
/// </summary>
internal sealed class PrintableLog : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        List<LogEventProperty>? replaced = null;
        foreach (var (name, value) in logEvent.Properties)
        {
            if (value is ScalarValue { Value: string text } && text.Printable() is var printable && printable != text)
                (replaced ??= []).Add(new LogEventProperty(name, new ScalarValue(printable)));
        }

        replaced?.ForEach(logEvent.AddOrUpdateProperty);
    }
}
