using System.Text.RegularExpressions;
using Serilog.Core;
using Serilog.Events;
using VideoStream.Transports.Authentication;

namespace VideoStream.Hosting;

/// <summary>
/// Takes keys out of the log. ASP.NET Core logs the query of each request, if the level of its messages is lowered to Information.
/// </summary>
internal sealed partial class AccessTokenRedaction : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        List<LogEventProperty>? redacted = null;
        foreach (var (name, value) in logEvent.Properties)
        {
            if (value is ScalarValue { Value: string text } && text.Contains(Credential.Parameter, StringComparison.OrdinalIgnoreCase))
                (redacted ??= []).Add(new LogEventProperty(name, new ScalarValue(Redact(text))));
        }

        redacted?.ForEach(logEvent.AddOrUpdateProperty);
    }

    /// <summary>The text without the values of the parameter.</summary>
    internal static string Redact(string text) => Token().Replace(text, "$1…");

    [GeneratedRegex($"({Credential.Parameter}=)[^&\\s\"']*", RegexOptions.IgnoreCase)]
    private static partial Regex Token();
}
