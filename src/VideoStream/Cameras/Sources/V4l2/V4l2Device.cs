using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace VideoStream.Cameras.Sources.V4l2;

/// <summary>Finds Linux's video devices, and why one can't be used. OpenCV does not report that.</summary>
internal static class V4l2Device
{
    private const int NotPermitted = 1, NoEntry = 2, NoSuchAddress = 6, AccessDenied = 13, Busy = 16, NoDevice = 19;
    private const int CapabilitiesSize = 104, CapabilitiesOffset = 84, DeviceCapabilitiesOffset = 88, RequestSize = 20;
    private const int InputSize = 80, InputTypeOffset = 36;
    private const uint VideoCapture = 0x1, VideoCaptureMultiPlanar = 0x1000, HasDeviceCapabilities = 0x80000000;

    /// <summary>Set by .NET's container images, and created by Docker and Podman.</summary>
    private static bool IsContainer =>
        Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER") == "true"
        || File.Exists("/.dockerenv")
        || File.Exists("/run/.containerenv");

    /// <summary>Checks whether a device can be used as a camera now.</summary>
    public static SourceResult Check(string path)
    {
        using SafeFileHandle device = V4l2Native.Open(path);
        if (device.IsInvalid)
            return Fault(path, Marshal.GetLastPInvokeError());
        return (CapturesVideo(device), IsBusy(device)) switch
        {
            (false, _) => new CameraFault(CameraFaultKind.NotACamera, path),
            (_, true) => Fault(path, Busy),
            _ => SourceResult.Ok,
        };
    }

    /// <summary>Checks whether a device exists and may be opened, without opening it: opening can switch a camera on.</summary>
    public static SourceResult CheckAccess(string path) =>
        V4l2Native.TryAccess(path) ? SourceResult.Ok : Fault(path, Marshal.GetLastPInvokeError());

    /// <summary>Whether the device exists. It may be open in this process.</summary>
    public static bool IsPresent(string path)
    {
        using SafeFileHandle device = V4l2Native.Open(path);
        return !device.IsInvalid && CapturesVideo(device);
    }

    /// <summary>
    /// Finds the first camera by number. A device that this process may not open counts, so that viewers see that fault instead of the
    /// test pattern.
    /// </summary>
    /// <returns>The path; null if there is none.</returns>
    public static string? FirstCamera()
    {
        string[] devices = [.. Directory.Exists("/dev") ? Directory.EnumerateFiles("/dev", "video*") : []];
        return devices
            .Where(path => int.TryParse(path.AsSpan("/dev/video".Length), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .OrderBy(path => path.Length).ThenBy(path => path, StringComparer.Ordinal)
            .FirstOrDefault(IsCameraOrForbidden);
    }

    private static bool IsCameraOrForbidden(string path)
    {
        using SafeFileHandle device = V4l2Native.Open(path);
        return device.IsInvalid
            ? Marshal.GetLastPInvokeError() is AccessDenied or NotPermitted or Busy
            : CapturesVideo(device) && HasInput(device);
    }

    private static CameraFault Fault(string path, int error) => error switch
    {
        NoEntry when IsContainer =>
            new(CameraFaultKind.NoSuchDevice, path, $". Inside a container, pass it with --device {path}"),
        NoEntry or NoDevice or NoSuchAddress => new(CameraFaultKind.NoSuchDevice, path),
        AccessDenied => new(CameraFaultKind.DevicePermissionDenied, path, Environment.UserName),
        NotPermitted when IsContainer => new(CameraFaultKind.DeviceForbidden, path, $". Pass it with --device {path}"),
        NotPermitted =>
            new(CameraFaultKind.DeviceForbidden, path, ". Under systemd DeviceAllow says which; restart the service if that is right"),
        Busy => new(CameraFaultKind.DeviceBusy, path),
        _ => new(CameraFaultKind.DeviceError, path, Marshal.GetPInvokeErrorMessage(error)),
    };

    private static bool CapturesVideo(SafeFileHandle device)
    {
        Span<byte> reply = stackalloc byte[CapabilitiesSize];
        if (!V4l2Native.TryControl(device, V4l2Native.QueryCapabilities, reply))
            return false;
        uint capabilities = MemoryMarshal.Read<uint>(reply[CapabilitiesOffset..]);
        if ((capabilities & HasDeviceCapabilities) != 0)
            capabilities = MemoryMarshal.Read<uint>(reply[DeviceCapabilitiesOffset..]);
        return (capabilities & (VideoCapture | VideoCaptureMultiPlanar)) != 0;
    }

    /// <summary>
    /// Whether the device has an input that is a camera, a cable or a tuner. Converters in the memory, such as the image processor of a
    /// Raspberry Pi, capture too, and have none. A touch screen has an input of its own type.
    /// </summary>
    private static bool HasInput(SafeFileHandle device)
    {
        const uint touch = 3;
        Span<byte> input = stackalloc byte[InputSize];
        input.Clear();
        return V4l2Native.TryControl(device, V4l2Native.EnumerateInputs, input)
            && MemoryMarshal.Read<uint>(input[InputTypeOffset..]) != touch;
    }

    /// <summary>Requests zero buffers: that changes nothing, and fails as busy while another program streams.</summary>
    private static bool IsBusy(SafeFileHandle device)
    {
        const uint memoryMapped = 1;
        Span<byte> request = stackalloc byte[RequestSize];
        request.Clear();
        MemoryMarshal.Write(request[4..], V4l2Native.CaptureType);
        MemoryMarshal.Write(request[8..], memoryMapped);
        return !V4l2Native.TryControl(device, V4l2Native.RequestBuffers, request) && Marshal.GetLastPInvokeError() == Busy;
    }
}
