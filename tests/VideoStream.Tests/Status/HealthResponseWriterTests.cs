using Microsoft.Extensions.Diagnostics.HealthChecks;
using VideoStream.Access;
using VideoStream.Status;

namespace VideoStream.Tests.Status;

/// <summary>Names and reasons in the answer of the health endpoints.</summary>
public sealed class HealthResponseWriterTests
{
    private static readonly HealthReport Report = new(
        new Dictionary<string, HealthReportEntry>
        {
            [HealthResponseWriter.CamerasCheck] = Entry(("gate", "no such device"), ("yard", "stalled")),
            [HealthResponseWriter.LoopsCheck] = Entry(("dispatcher of camera gate", "failed")),
        },
        TimeSpan.Zero);

    private static readonly AccessGrant View = new("ana", AccessScopes.View, null, null);

    [Fact]
    public void A_client_that_may_watch_gets_all()
    {
        foreach (AccessGrant grant in (AccessGrant[])[AccessGrant.Open, View])
        {
            HealthResponse response = HealthResponseWriter.Response("unhealthy", Report, grant);
            Assert.Equal(["gate", "yard"], response.Cameras!.Keys.Order());
            Assert.Equal("failed", Assert.Single(response.Loops!).Value);
        }
    }

    [Fact]
    public void One_that_may_not_gets_the_status_alone()
    {
        AccessGrant[] grants = [AccessGrant.None, View with { Scopes = AccessScopes.Metrics }];
        Assert.All(grants, grant =>
            Assert.Equal(new HealthResponse("unhealthy", null, null), HealthResponseWriter.Response("unhealthy", Report, grant)));
    }

    [Fact]
    public void A_key_for_one_camera_gets_that_one()
    {
        AccessGrant grant = View with { Cameras = new HashSet<string> { "yard" } };
        HealthResponse response = HealthResponseWriter.Response("unhealthy", Report, grant);
        Assert.Equal("yard", Assert.Single(response.Cameras!).Key);
        Assert.Null(response.Loops);
    }

    private static HealthReportEntry Entry(params (string Name, string Reason)[] reasons) => new(
        HealthStatus.Unhealthy, null, TimeSpan.Zero, null, reasons.ToDictionary(reason => reason.Name, object (reason) => reason.Reason));
}
