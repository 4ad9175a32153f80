using System.Text.Json;
using System.Text.RegularExpressions;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The alert rules and the dashboard of docs/deploy, in a real Prometheus that scrapes a running service.</summary>
public sealed partial class PrometheusTests
{
    private const string Dashboard = "docs/deploy/grafana/videostream.json", Rules = "docs/deploy/prometheus/videostream.rules.yml";

    /// <summary>Grafana sets it to a few scrapes. Here there is one each second.</summary>
    private const string RateInterval = "15s";

    [Theory]
    [InlineData("check", "config", "prometheus.yml")]
    [InlineData("check", "rules", "videostream.rules.yml")]
    [InlineData("test", "rules", "videostream.rules.test.yml")]
    public async Task Promtool_accepts_the_files_of_docs(params string[] arguments)
    {
        PrometheusServer.SkipUnlessInstalled();
        (int exitCode, string output) = await PrometheusServer.PromtoolAsync(arguments);
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task Every_query_of_the_dashboard_and_of_the_alerts_returns_data()
    {
        PrometheusServer.SkipUnlessInstalled();
        string[] queries = [.. DashboardQueries(), .. AlertSeries()];
        Assert.True(queries.Length > 40, $"only {queries.Length} queries");
        (ServiceProcess service, Uri address) = await ServiceProcess.ListenAsync("--source=test");
        using (service)
        {
            using PrometheusServer prometheus = PrometheusServer.Start(address);
            using var watched = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            Task watching = WatchAsync(address, watched.Token);
            await Eventually.HoldsAsync(prometheus.IsReadyAsync, "prometheus is ready");
            foreach (string query in queries)
                await Eventually.HoldsAsync(async () => HasData(await prometheus.QueryAsync(query)), query);
            await Eventually.HoldsAsync(async () => (await prometheus.RulesAsync()).All(IsEvaluated), "all rules are evaluated");
            JsonElement[] rules = await prometheus.RulesAsync();
            Assert.Equal(AlertName().Count(RepositoryFiles.Text(Rules)), rules.Length);
            Assert.All(rules, rule => Assert.NotEqual("firing", rule.GetProperty("state").GetString()));
            await watched.CancelAsync();
            await watching;
        }
    }

    [Fact]
    public void Every_alert_says_in_words_what_is_wrong_and_what_to_do()
    {
        string[] alerts = RepositoryFiles.Text(Rules).Split("- alert:")[1..];
        Assert.All(alerts, alert =>
        {
            Assert.Contains("summary:", alert, StringComparison.Ordinal);
            Assert.Contains("description:", alert, StringComparison.Ordinal);
            Assert.Contains("{{ $labels.instance }}", alert, StringComparison.Ordinal);
        });
    }

    private static bool HasData(double[] values) => values.Any(value => !double.IsNaN(value));

    private static bool IsEvaluated(JsonElement rule) => rule.GetProperty("health").GetString() == "ok";

    /// <summary>Watches with a socket that acknowledges.</summary>
    private static async Task WatchAsync(Uri service, CancellationToken cancellationToken)
    {
        using TestClient client = await TestClient.ConnectAsync(service);
        while (!cancellationToken.IsCancellationRequested)
            await client.SendAsync($$"""{"type":"ack","seq":{{(await client.FrameAsync()).Seq}}}""");
    }

    private static IEnumerable<string> DashboardQueries()
    {
        using JsonDocument dashboard = JsonDocument.Parse(RepositoryFiles.Text(Dashboard));
        return [.. dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.TryGetProperty("targets", out JsonElement targets) ? targets.EnumerateArray() : default)
            .Select(target => target.GetProperty("expr").GetString()!
                .Replace("$instance", ".*", StringComparison.Ordinal)
                .Replace("$camera", ".*", StringComparison.Ordinal)
                .Replace("$__rate_interval", RateInterval, StringComparison.Ordinal))];
    }

    /// <summary>The series in the expressions of the alerts. An alert itself returns nothing while all is well.</summary>
    private static IEnumerable<string> AlertSeries() => Expression().Matches(RepositoryFiles.Text(Rules))
        .SelectMany(expression => Selector().Matches(expression.Value))
        .Select(selector => selector.Value)
        .Distinct();

    [GeneratedRegex("- alert: ")]
    private static partial Regex AlertName();

    [GeneratedRegex(@"expr:.*?(?=\n +for:)", RegexOptions.Singleline)]
    private static partial Regex Expression();

    [GeneratedRegex(@"\b(?:(?:videostream|dotnet)_[a-z_]+|up)\b(?:\{[^}]*\})?")]
    private static partial Regex Selector();
}
