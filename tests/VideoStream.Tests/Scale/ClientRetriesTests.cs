using System.Globalization;
using VideoStream.Scale;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Scale;

public sealed class ClientRetriesTests
{
    private readonly ClientRetries _retries = new(new Random(1));

    [Theory]
    [InlineData("retry-schedule.js", "FIRST_MS", ClientRetries.FirstMs)]
    [InlineData("retry-schedule.js", "LONGEST_MS", ClientRetries.LongestMs)]
    [InlineData("retry-schedule.js", "FULL_MS", ClientRetries.FullMs)]
    [InlineData("retry-schedule.js", "FIRST_FULL_MS", ClientRetries.FirstFullMs)]
    [InlineData("connection.js", "PING_INTERVAL_MS", ClientRetries.PingIntervalMs)]
    [InlineData("connection.js", "SILENT_PINGS", ClientRetries.SilentPings)]
    public void A_number_is_that_of_the_page(string file, string name, double here)
    {
        string line = Repository.Lines($"wwwroot/js/client/{file}")
            .Single(line => line.StartsWith($"const {name} = ", StringComparison.Ordinal));
        string number = line.Split('=', ';')[1].Replace("_", "", StringComparison.Ordinal);

        Assert.Equal(here, double.Parse(number, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Lost_AgainAndAgain_DoublesTo15Seconds()
    {
        double[] waits = [.. Enumerable.Range(0, 8).Select(_ => _retries.Lost().TotalSeconds)];

        for (int i = 0; i < waits.Length; i++)
            Assert.InRange(waits[i] / Math.Min(15, 0.5 * Math.Pow(2, i)), 0.5, 1.5);
        _retries.Reset();
        Assert.InRange(_retries.Lost().TotalSeconds, 0.25, 0.75);
    }
}
