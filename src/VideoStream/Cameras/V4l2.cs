using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace VideoStream.Cameras;

/// <summary>
/// Asks Linux's video devices what OpenCV doesn't tell: which are cameras, and why one can't be used. Requests and structures are
/// those of the kernel's <c>include/uapi/linux/videodev2.h</c>.
/// </summary>
internal static partial class V4l2
{
    private const int ReadWriteNonBlocking = 0x2 | 0x800;
    private const int NoEntry = 2, NoSuchAddress = 6, AccessDenied = 13, Busy = 16, NoDevice = 19;

    // VIDIOC_QUERYCAP with struct v4l2_capability, VIDIOC_REQBUFS with struct v4l2_requestbuffers.
    private const uint QueryCapabilities = 0x80685600, RequestBuffers = 0xC0145608;
    private const int CapabilitiesSize = 104, CapabilitiesOffset = 84, DeviceCapabilitiesOffset = 88, RequestSize = 20;
    private const uint VideoCapture = 0x1, VideoCaptureMultiPlanar = 0x1000, HasDeviceCapabilities = 0x80000000;

    /// <summary>Why a device can't be used as a camera at this moment, in words for an operator; null if nothing is in the way.</summary>
    public static string? WhyUnusable(string path)
    {
        using SafeFileHandle device = Open(path, ReadWriteNonBlocking);
        if (device.IsInvalid)
            return Describe(path, Marshal.GetLastPInvokeError());
        return (Captures(device), IsTaken(device)) switch
        {
            (false, _) => $"{path} is not a camera: it doesn't capture video",
            (_, true) => Describe(path, Busy),
            _ => null,
        };
    }

    /// <summary>
    /// The first camera by number. One that may not be opened counts, so that its owner is told why instead of shown a test pattern.
    /// </summary>
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
        using SafeFileHandle device = Open(path, ReadWriteNonBlocking);
        return device.IsInvalid ? Marshal.GetLastPInvokeError() is AccessDenied or Busy : Captures(device);
    }

    private static string Describe(string path, int error) => error switch
    {
        NoEntry or NoDevice or NoSuchAddress => $"no such device: {path}",
        AccessDenied => $"permission denied for {path}: add the service's user ({Environment.UserName}) to the group 'video'",
        Busy => $"{path} is busy: another program has the camera",
        _ => $"{path} can't be opened: {Marshal.GetPInvokeErrorMessage(error)}",
    };

    private static bool Captures(SafeFileHandle device)
    {
        Span<byte> reply = stackalloc byte[CapabilitiesSize];
        if (Control(device, QueryCapabilities, ref MemoryMarshal.GetReference(reply)) != 0)
            return false;
        uint capabilities = MemoryMarshal.Read<uint>(reply[CapabilitiesOffset..]);
        if ((capabilities & HasDeviceCapabilities) != 0)
            capabilities = MemoryMarshal.Read<uint>(reply[DeviceCapabilitiesOffset..]);
        return (capabilities & (VideoCapture | VideoCaptureMultiPlanar)) != 0;
    }

    /// <summary>Asking for no buffers changes nothing, and is refused as busy while somebody else streams.</summary>
    private static bool IsTaken(SafeFileHandle device)
    {
        const uint captureType = 1, memoryMapped = 1;
        Span<byte> request = stackalloc byte[RequestSize];
        request.Clear();
        MemoryMarshal.Write(request[4..], captureType);
        MemoryMarshal.Write(request[8..], memoryMapped);
        return Control(device, RequestBuffers, ref MemoryMarshal.GetReference(request)) != 0 && Marshal.GetLastPInvokeError() == Busy;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle device, nuint request, ref byte argument);
}
