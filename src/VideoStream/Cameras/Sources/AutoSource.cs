using VideoStream.Cameras.Sources.V4l2;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources;

/// <summary>The first local camera, else the test pattern.</summary>
/// <param name="FindDevice">Finds the path of the first local camera; null if there is none.</param>
internal sealed record AutoSource(Func<string?> FindDevice) : SourceDescriptor
{
    public override string Display => "auto";

    public override bool IsOnDemand => Resolve(null).IsOnDemand;

    public static SourceParseResult Parse(string text) => text.Equals("auto", StringComparison.OrdinalIgnoreCase)
        ? new AutoSource(() => OperatingSystem.IsLinux() ? V4l2Device.FirstCamera() : null)
        : SourceParseResult.NotRecognized;

    public override ICameraReader CreateReader(CameraOptions options, TimeProvider time) => Resolve(null).CreateReader(options, time);

    public override Task<bool> IsReachableAsync(CameraOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        Resolve(null).IsReachableAsync(options, time, cancellationToken);

    public override CameraFault? FindFault() => Resolve(null).FindFault();

    /// <summary>A device replaces the test pattern, but no other device.</summary>
    public override SourceDescriptor Reselect(SourceDescriptor selected) =>
        selected is TestPatternSource && FindDevice() is { } found ? new V4l2Source(found) : selected;

    /// <summary>
    /// The first call decides between device and test pattern. Another device can replace a missing one, because a camera that is
    /// plugged in again may get another number. The test pattern never replaces a device, and <see cref="Reselect"/> replaces the test
    /// pattern.
    /// </summary>
    public override SourceDescriptor Resolve(SourceDescriptor? previous)
    {
        bool isSettled = previous is V4l2Source device ? File.Exists(device.Address) : previous is not null;
        if (isSettled)
            return previous!;
        return FindDevice() is { } found ? new V4l2Source(found) : previous ?? new TestPatternSource();
    }
}
