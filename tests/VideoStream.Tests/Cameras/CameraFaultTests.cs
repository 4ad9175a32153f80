using VideoStream.Cameras;

namespace VideoStream.Tests.Cameras;

public sealed class CameraFaultTests
{
    [Fact]
    public void Every_kind_has_a_text()
    {
        foreach (CameraFaultKind kind in Enum.GetValues<CameraFaultKind>())
            Assert.NotEmpty(new CameraFault(kind, "subject", "detail").Text);
    }
}
