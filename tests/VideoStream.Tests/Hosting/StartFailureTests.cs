using VideoStream.Hosting;

namespace VideoStream.Tests.Hosting;

public sealed class StartFailureTests
{
    [Fact]
    public void A_stop_while_the_service_starts_is_no_failure() =>
        Assert.Equal(0, StartFailure.Report(new OperationCanceledException()));
}
