using VideoStream.Hosting.Systemd;

namespace VideoStream.Tests.Hosting.Systemd;

public sealed class SystemdServiceTests
{
    [Theory]
    [InlineData("30000000", null, 30.0)]
    [InlineData("30000000", "", 30.0)]
    [InlineData("1500000", "42", 1.5)]
    [InlineData("30000000", "43", null)]
    [InlineData(null, "42", null)]
    [InlineData("0", "42", null)]
    [InlineData("-1", "42", null)]
    [InlineData("soon", "42", null)]
    [InlineData("18446744073709551615", "42", null)]
    public void The_watchdog_timeout_is_read_if_it_is_meant_for_this_process(string? microseconds, string? process, double? seconds)
    {
        var variables = new Dictionary<string, string?> { ["WATCHDOG_USEC"] = microseconds, ["WATCHDOG_PID"] = process };
        TimeSpan? expected = seconds is { } value ? TimeSpan.FromSeconds(value) : null;
        Assert.Equal(expected, SystemdService.WatchdogTimeout(name => variables.GetValueOrDefault(name), processId: 42));
    }
}
