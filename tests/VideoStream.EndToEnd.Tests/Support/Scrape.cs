using System.Globalization;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>The text of <c>/metrics</c>, read as Prometheus reads it.</summary>
internal sealed class Scrape
{
    private readonly List<(string Name, string Labels, double Value)> _series = [];

    public Scrape(string text)
    {
        Text = text;
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ');
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
                Types[words[2]] = words[3];
            else if (!line.StartsWith('#'))
                _series.Add(Series(line));
        }
    }

    public string Text { get; }

    /// <summary>The type of each metric.</summary>
    public Dictionary<string, string> Types { get; } = [];

    public static async Task<Scrape> OfAsync(Uri service)
    {
        using var http = new HttpClient { Timeout = TestClient.Timeout };
        return new Scrape(await http.GetStringAsync(new Uri(service, "/metrics"), TestContext.Current.CancellationToken));
    }

    /// <summary>The sum of all series of a name that have these labels, as in <c>camera_name="main"</c>.</summary>
    public double Sum(string name, params string[] labels)
    {
        var series = _series.Where(one => one.Name == name && labels.All(label => one.Labels.Contains(label, StringComparison.Ordinal)));
        Assert.NotEmpty(series);
        return series.Sum(one => one.Value);
    }

    private static (string Name, string Labels, double Value) Series(string line)
    {
        int labels = line.IndexOf('{', StringComparison.Ordinal), end = line.LastIndexOf('}');
        string[] rest = line[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return labels < 0
            ? (rest[0], "", Number(rest[1]))
            : (line[..labels], line[(labels + 1)..end], Number(rest[0]));
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
