using VideoStream.Scale;

namespace VideoStream.Tests.Scale;

public sealed class ScenarioTests
{
    [Fact]
    public void Run_RelaysWithRoom_HoldsAllBounds()
    {
        using var output = new StringWriter();
        int exitCode = Scenario.Run(new ScaleOptions { Viewers = 1_000, PerRelay = 50, Churn = 10, Seconds = 20 }, output);

        Assert.Equal(0, exitCode);
        Assert.Contains("the last lease of the dead relay ended after 6.", output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>One relay of two can't have the viewers of both.</summary>
    [Fact]
    public void Run_NoRoomForTheViewersOfADeadRelay_MissesTheBound()
    {
        using var output = new StringWriter();
        int exitCode = Scenario.Run(new ScaleOptions { Viewers = 200, PerRelay = 100, Churn = 2, Seconds = 20 }, output);

        Assert.Equal(1, exitCode);
        Assert.Contains("MISSED 1 times: A relay is killed", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TheSameSeed_GivesTheSameReport()
    {
        string Report()
        {
            using var output = new StringWriter();
            Scenario.Run(new ScaleOptions { Viewers = 300, PerRelay = 50, Churn = 10, Seconds = 20, Seed = 7 }, output);
            return output.ToString();
        }

        Assert.Equal(Report(), Report());
    }
}
