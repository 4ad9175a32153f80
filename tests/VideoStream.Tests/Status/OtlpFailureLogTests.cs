using System.Diagnostics.Tracing;
using VideoStream.Status;

namespace VideoStream.Tests.Status;

public sealed class OtlpFailureLogTests
{
    [Fact]
    public void A_failure_is_described_in_one_line() => Assert.Equal(
        "Failed to reach http://collector:4317. Exception: Connection refused",
        OtlpFailureLog.Describe("Failed to reach {0}. Exception: {1}", ["http://collector:4317", "Connection refused\n   at somewhere"]));

    [Theory]
    [InlineData(EventLevel.Error, "Failed", true)]
    [InlineData(EventLevel.Informational, "Transient HTTP error occurred when communicating with {0}. Exception: {1}", true)]
    [InlineData(EventLevel.Informational, "Export succeeded", false)]
    public void Only_failures_are_logged(EventLevel level, string message, bool expected) =>
        Assert.Equal(expected, OtlpFailureLog.IsFailure(level, message));

    [Fact]
    public void An_event_without_a_message_is_described_too() => Assert.Equal("unknown failure", OtlpFailureLog.Describe(null, []));
}
