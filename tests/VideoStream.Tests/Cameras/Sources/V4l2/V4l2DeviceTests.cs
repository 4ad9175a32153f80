using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources.V4l2;
using VideoStream.Frames;

namespace VideoStream.Tests.Cameras.Sources.V4l2;

/// <summary>What can be tested without a device.</summary>
public sealed partial class V4l2DeviceTests
{
    public V4l2DeviceTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "V4L2 exists on Linux only");
    }

    [Theory]
    [InlineData("/dev/video9999", nameof(CameraFaultKind.NoSuchDevice))]
    [InlineData("/dev/null", nameof(CameraFaultKind.NotACamera))]
    public void A_path_that_is_no_camera_is_a_fault_and_has_no_formats(string path, string fault)
    {
        Assert.Equal(Enum.Parse<CameraFaultKind>(fault), V4l2Device.Check(path).Fault?.Kind);
        Assert.False(V4l2Device.IsPresent(path));
        Assert.Empty(V4l2Formats.List(path));
        Assert.False(V4l2Formats.Supports(path, "MJPG", new PictureSize(1280, 720), 30));
    }

    [Fact]
    public void A_child_does_not_inherit_a_device()
    {
        string path = Path.GetTempFileName();
        using (OpenInherited(path, 0))
        {
            Assert.Contains(path, OpenInChild());
            V4l2Native.CloseInChildren(path);
            Assert.DoesNotContain(path, OpenInChild());
        }

        File.Delete(path);
    }

    [Fact]
    public void A_child_does_not_inherit_what_checks_a_device()
    {
        string path = Path.GetTempFileName();
        using (V4l2Native.Open(path))
            Assert.DoesNotContain(path, OpenInChild());
        File.Delete(path);
    }

    /// <summary>The files that a child has open.</summary>
    private static string OpenInChild()
    {
        using Process child = Process.Start(new ProcessStartInfo("ls", ["-l", "/proc/self/fd"]) { RedirectStandardOutput = true })!;
        return child.StandardOutput.ReadToEnd();
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenInherited(string path, int flags);
}
