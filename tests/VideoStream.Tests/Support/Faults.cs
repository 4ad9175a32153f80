using VideoStream.Cameras;

namespace VideoStream.Tests.Support;

/// <summary>Faults of cameras.</summary>
internal static class Faults
{
    /// <summary>A fault with this text.</summary>
    public static CameraFault Of(string text) => new(CameraFaultKind.ReaderFailed, Detail: text);

    /// <summary>A missing device.</summary>
    public static CameraFault NoDevice { get; } = new(CameraFaultKind.NoSuchDevice, "/dev/video0");
}
