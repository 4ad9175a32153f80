using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using VideoStream.Frames;

namespace VideoStream.Cameras.Sources.V4l2;

/// <summary>
/// Asks Linux's video devices what OpenCV doesn't tell: which are cameras, and why one can't be used. Requests and structures are
/// those of the kernel's <c>include/uapi/linux/videodev2.h</c>.
/// </summary>
internal static partial class V4l2Device
{
    private const int ReadWriteNonBlocking = 0x2 | 0x800;
    private const int NoEntry = 2, NoSuchAddress = 6, AccessDenied = 13, Busy = 16, NoDevice = 19;

    // VIDIOC_QUERYCAP with struct v4l2_capability, VIDIOC_REQBUFS with struct v4l2_requestbuffers.
    private const uint QueryCapabilities = 0x80685600, RequestBuffers = 0xC0145608;
    private const int CapabilitiesSize = 104, CapabilitiesOffset = 84, DeviceCapabilitiesOffset = 88, RequestSize = 20;

    // VIDIOC_ENUM_FMT with struct v4l2_fmtdesc, VIDIOC_ENUM_FRAMESIZES with v4l2_frmsizeenum, VIDIOC_ENUM_FRAMEINTERVALS with
    // v4l2_frmivalenum.
    private const uint EnumerateFormats = 0xC0405602, EnumerateSizes = 0xC02C564A, EnumerateIntervals = 0xC034564B;
    private const int FormatSize = 64, FormatCodeOffset = 44, SizeSize = 44, IntervalSize = 52, MaxEntries = 256;

    private const uint CaptureType = 1;
    private const uint VideoCapture = 0x1, VideoCaptureMultiPlanar = 0x1000, HasDeviceCapabilities = 0x80000000;

    /// <summary>Whether a device can be used as a camera at this moment.</summary>
    public static SourceResult Check(string path)
    {
        using SafeFileHandle device = Open(path, ReadWriteNonBlocking);
        if (device.IsInvalid)
            return Describe(path, Marshal.GetLastPInvokeError());
        return (Captures(device), IsTaken(device)) switch
        {
            (false, _) => new CameraFault(CameraFaultKind.NotACamera, path),
            (_, true) => Describe(path, Busy),
            _ => SourceResult.Ok,
        };
    }

    /// <summary>Whether there is a device, also one that is open here.</summary>
    public static bool IsThere(string path)
    {
        using SafeFileHandle device = Open(path, ReadWriteNonBlocking);
        return !device.IsInvalid && Captures(device);
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

    /// <summary>Set by .NET's container images, and left by Docker and Podman.</summary>
    private static bool IsContainer =>
        Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER") == "true"
        || File.Exists("/.dockerenv")
        || File.Exists("/run/.containerenv");

    private static bool IsCameraOrForbidden(string path)
    {
        using SafeFileHandle device = Open(path, ReadWriteNonBlocking);
        return device.IsInvalid ? Marshal.GetLastPInvokeError() is AccessDenied or Busy : Captures(device);
    }

    private static CameraFault Describe(string path, int error) => error switch
    {
        NoEntry when IsContainer =>
            new(CameraFaultKind.NoSuchDevice, path, " exists on no path visible here; is it passed to the container?"),
        NoEntry or NoDevice or NoSuchAddress => new(CameraFaultKind.NoSuchDevice, path),
        AccessDenied => new(CameraFaultKind.DevicePermissionDenied, path, Environment.UserName),
        Busy => new(CameraFaultKind.DeviceBusy, path),
        _ => new(CameraFaultKind.DeviceError, path, Marshal.GetPInvokeErrorMessage(error)),
    };

    /// <summary>The formats that a device delivers, by their four letters, in its own order; none if it can't be asked.</summary>
    public static List<string> Formats(string path)
    {
        using SafeFileHandle device = Open(path, ReadWriteNonBlocking);
        var formats = new List<string>();
        Span<byte> format = stackalloc byte[FormatSize];
        for (uint index = 0; !device.IsInvalid && index < MaxEntries; index++)
        {
            format.Clear();
            MemoryMarshal.Write(format, index);
            MemoryMarshal.Write(format[4..], CaptureType);
            if (Control(device, EnumerateFormats, ref MemoryMarshal.GetReference(format)) != 0)
                break;
            formats.Add(System.Text.Encoding.ASCII.GetString(format.Slice(FormatCodeOffset, 4)));
        }

        return formats;
    }

    /// <summary>Whether a device delivers a size in a format at a rate.</summary>
    public static bool Allows(string path, string fourCc, PictureSize size, double rate)
    {
        using SafeFileHandle device = Open(path, ReadWriteNonBlocking);
        if (device.IsInvalid || !AllowsSize(device, fourCc, size))
            return false;
        Span<byte> interval = stackalloc byte[IntervalSize];
        for (uint index = 0; index < MaxEntries; index++)
        {
            interval.Clear();
            MemoryMarshal.Write(interval, index);
            System.Text.Encoding.ASCII.GetBytes(fourCc, interval[4..]);
            MemoryMarshal.Write(interval[8..], size.Width);
            MemoryMarshal.Write(interval[12..], size.Height);
            // A driver that doesn't list its rates is believed.
            if (Control(device, EnumerateIntervals, ref MemoryMarshal.GetReference(interval)) != 0)
                return index == 0;
            // Of a range, the shortest interval stands first, where a single one would.
            double fastest = MemoryMarshal.Read<uint>(interval[24..]) / Math.Max(1.0, MemoryMarshal.Read<uint>(interval[20..]));
            if (fastest >= rate * 0.99)
                return true;
        }

        return false;
    }

    private static bool AllowsSize(SafeFileHandle device, string fourCc, PictureSize size)
    {
        const uint discrete = 1;
        Span<byte> entry = stackalloc byte[SizeSize];
        for (uint index = 0; index < MaxEntries; index++)
        {
            entry.Clear();
            MemoryMarshal.Write(entry, index);
            System.Text.Encoding.ASCII.GetBytes(fourCc, entry[4..]);
            if (Control(device, EnumerateSizes, ref MemoryMarshal.GetReference(entry)) != 0)
                return false;
            ReadOnlySpan<int> numbers = MemoryMarshal.Cast<byte, int>(entry[12..36]);
            bool allowed = MemoryMarshal.Read<uint>(entry[8..]) == discrete
                ? numbers[0] == size.Width && numbers[1] == size.Height
                : size.Width >= numbers[0] && size.Width <= numbers[1] && size.Height >= numbers[3] && size.Height <= numbers[4];
            if (allowed)
                return true;
        }

        return false;
    }

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
        const uint memoryMapped = 1;
        Span<byte> request = stackalloc byte[RequestSize];
        request.Clear();
        MemoryMarshal.Write(request[4..], CaptureType);
        MemoryMarshal.Write(request[8..], memoryMapped);
        return Control(device, RequestBuffers, ref MemoryMarshal.GetReference(request)) != 0 && Marshal.GetLastPInvokeError() == Busy;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle device, nuint request, ref byte argument);
}
