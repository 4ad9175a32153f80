using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class RetryScheduleTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(nameof(CameraFaultKind.ConnectionRefused), new[] { 0.5, 1, 2, 4, 8, 10, 10 })]
    [InlineData(nameof(CameraFaultKind.StalledTooLong), new[] { 0.5, 1, 2, 4, 8, 10, 10 })]
    [InlineData(nameof(CameraFaultKind.CameraBusy), new[] { 0.5, 1, 2, 4, 8, 10, 10 })]
    [InlineData(nameof(CameraFaultKind.NotFound), new[] { 0.5, 1, 2, 4, 8, 16, 30, 30 })]
    [InlineData(nameof(CameraFaultKind.NotVideo), new[] { 0.5, 1, 2, 4, 8, 16, 30, 30 })]
    [InlineData(nameof(CameraFaultKind.CredentialsRefused), new[] { 6.0, 12, 24, 48, 96, 192, 300, 300 })]
    public void The_category_of_the_fault_decides_how_the_waits_grow(string kind, double[] seconds)
    {
        RetrySchedule schedule = Schedule();
        var fault = new CameraFault(Enum.Parse<CameraFaultKind>(kind));
        Assert.Equal(seconds, seconds.Select(_ => schedule.Next(fault).AtMost.TotalSeconds));
    }

    [Fact]
    public void Only_a_refusal_forbids_an_earlier_try()
    {
        RetrySchedule schedule = Schedule();
        Assert.Equal(TimeSpan.Zero, schedule.Next(new(CameraFaultKind.ConnectionRefused)).AtLeast);
        RetryDelay refused = schedule.Next(new(CameraFaultKind.CredentialsRefused));
        Assert.Equal(refused.AtMost, refused.AtLeast);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(5), schedule.RefusalLeft);
        Assert.Equal(TimeSpan.FromSeconds(5), schedule.Next(new(CameraFaultKind.ConnectionRefused)).AtLeast);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.Zero, schedule.RefusalLeft);
    }

    [Fact]
    public void Reset_forgets_a_refusal_and_ResetExceptRefusal_does_not()
    {
        RetrySchedule schedule = Schedule();
        CameraFault refused = new(CameraFaultKind.CredentialsRefused), lost = new(CameraFaultKind.ConnectionLost);
        schedule.Next(refused);
        schedule.ResetExceptRefusal();
        Assert.Equal((refused, 12.0), (schedule.Refusal, schedule.Next(lost).AtMost.TotalSeconds));

        schedule.Reset();
        Assert.Equal((null, 0.5), (schedule.Refusal, schedule.Next(lost).AtMost.TotalSeconds));
        Assert.Equal(6, schedule.Next(refused).AtMost.TotalSeconds);
    }

    [Fact]
    public void Configured_waits_that_are_longer_count_for_every_category()
    {
        RetrySchedule schedule = Schedule(new CameraOptions { ReconnectMin = 20, ReconnectMax = 3600 });
        Assert.Equal(20, schedule.Next(new(CameraFaultKind.NotFound)).AtMost.TotalSeconds);
        Assert.Equal(20, schedule.Next(new(CameraFaultKind.CredentialsRefused)).AtMost.TotalSeconds);
    }

    [Theory]
    [InlineData("503", nameof(CameraFaultCategory.Busy))]
    [InlineData("429", nameof(CameraFaultCategory.Busy))]
    [InlineData("500", nameof(CameraFaultCategory.Interrupted))]
    public void A_status_is_busy_or_not(string status, string category)
    {
        Assert.Equal(Enum.Parse<CameraFaultCategory>(category), new CameraFault(CameraFaultKind.HttpStatus, "camera", status).Category);
    }

    private RetrySchedule Schedule(CameraOptions? options = null) => new(options ?? new CameraOptions(), _time, new FixedRandom(0));
}
