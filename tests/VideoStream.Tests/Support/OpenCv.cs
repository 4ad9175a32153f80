using VideoStream.Hosting;

[assembly: AssemblyFixture(typeof(VideoStream.Tests.Support.OpenCv))]

namespace VideoStream.Tests.Support;

/// <summary>Loads and sets up OpenCV as the service does, once for all tests.</summary>
public sealed class OpenCv
{
    public OpenCv()
    {
        Assert.True(NativeLibraries.TryLoad(out string? problem), problem);
    }
}
