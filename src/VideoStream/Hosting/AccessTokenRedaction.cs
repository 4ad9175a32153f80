using System.Text.RegularExpressions;
using Serilog.Core;
using Serilog.Events;
using VideoStream.Transports.Authentication;
using VideoStream.Transports.Links;

namespace VideoStream.Hosting;

/// <summary>
/// Takes keys and tokens out of the log. ASP.NET Core logs path and query of each request, if the level of its messages is lowered to
/// Information.
/// </summary>
internal sealed partial class AccessTokenRedaction : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        List<LogEventProperty>? redacted = null;
        foreach (var (name, value) in logEvent.Properties)
        {
            if (value is ScalarValue { Value: string text } && Redact(text) is var shown && !ReferenceEquals(shown, text))
                (redacted ??= []).Add(new LogEventProperty(name, new ScalarValue(shown)));
        }

        redacted?.ForEach(logEvent.AddOrUpdateProperty);
    }

    /// <summary>The text without the values of the parameter, and without the tokens of links. The same text if it has none.</summary>
    internal static string Redact(string text) => Token().Replace(text, "$1$2…");

    // Also with the underscore encoded, and of the login's form, which somebody may send in the query.
    [GeneratedRegex(
        $"((?:access(?:_|%5F)token|[?&]{LoginEndpoint.Field})=)[^&\\s\"']*|({LinkAddress.Start})[^/?\\s\"']+", RegexOptions.IgnoreCase)]
    private static partial Regex Token();
}
