using VideoStream.Hosting;

[assembly: AssemblyFixture(typeof(VideoStream.Tests.Support.OpenCv))]

namespace VideoStream.Tests.Support;

/// <summary>Sets up OpenCV as the service does, once for all tests.</summary>
public sealed class OpenCv
{
    public OpenCv()
    {
        Assert.True(NativeLibraries.TryPrepare(out string? problem), problem);
    }
}
