using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.V4l2;

/// <summary>A local camera.</summary>
/// <param name="Address">The path of the device. On systems whose devices have no path, its number.</param>
internal sealed record V4l2Source(string Address) : SourceDescriptor
{
    public override string Display => Address;

    public override bool IsOnDemand => true;

    public static SourceParseResult Parse(string text)
    {
        if (text.Length <= 4 && text.All(char.IsAsciiDigit))
            return new V4l2Source(OperatingSystem.IsLinux() ? "/dev/video" + text : text);
        return text.StartsWith("/dev/", StringComparison.Ordinal) ? new V4l2Source(text) : SourceParseResult.NotRecognized;
    }

    public override ICameraReader CreateReader(CameraOptions options, TimeProvider time) => new V4l2Reader(Address, options, time);

    public override CameraFault? FindFault() => OperatingSystem.IsLinux() ? V4l2Device.CheckAccess(Address).Fault : null;

    public override Task<bool> IsReachableAsync(CameraOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        Task.FromResult(!OperatingSystem.IsLinux() || V4l2Device.Check(Address).IsOk);
}
