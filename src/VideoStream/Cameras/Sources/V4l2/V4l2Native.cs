using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace VideoStream.Cameras.Sources.V4l2;

/// <summary>System calls on a video device, as the kernel's <c>include/uapi/linux/videodev2.h</c> defines them.</summary>
internal static partial class V4l2Native
{
    /// <summary>VIDIOC_QUERYCAP with struct v4l2_capability, 104 bytes.</summary>
    public const uint QueryCapabilities = 0x80685600;

    /// <summary>VIDIOC_REQBUFS with struct v4l2_requestbuffers, 20 bytes.</summary>
    public const uint RequestBuffers = 0xC0145608;

    /// <summary>VIDIOC_ENUMINPUT with struct v4l2_input, 80 bytes.</summary>
    public const uint EnumerateInputs = 0xC050561A;

    /// <summary>VIDIOC_ENUM_FMT with struct v4l2_fmtdesc, 64 bytes.</summary>
    public const uint EnumerateFormats = 0xC0405602;

    /// <summary>VIDIOC_ENUM_FRAMESIZES with struct v4l2_frmsizeenum, 44 bytes.</summary>
    public const uint EnumerateSizes = 0xC02C564A;

    /// <summary>VIDIOC_ENUM_FRAMEINTERVALS with struct v4l2_frmivalenum, 52 bytes.</summary>
    public const uint EnumerateIntervals = 0xC034564B;

    /// <summary>V4L2_BUF_TYPE_VIDEO_CAPTURE.</summary>
    public const uint CaptureType = 1;

    // O_CLOEXEC: a child that still had an unplugged camera open would keep its number from it.
    private const int ReadWriteNonBlocking = 0x2 | 0x800 | 0x80000;

    // F_SETFD and FD_CLOEXEC.
    private const int SetDescriptorFlags = 2, CloseOnExecute = 1;

    // R_OK and W_OK.
    private const int ReadWrite = 4 | 2;

    /// <summary>Opens a device without waiting for it.</summary>
    public static SafeFileHandle Open(string path) => Open(path, ReadWriteNonBlocking);

    /// <summary>Whether this process may read and write a file. If not, the last P/Invoke error says why.</summary>
    public static bool TryAccess(string path) => Access(path, ReadWrite) == 0;

    /// <summary>Keeps children from inheriting what this process has open of a file. OpenCV opens devices so that they would.</summary>
    public static void CloseInChildren(string path)
    {
        string target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        foreach (string link in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            int descriptor = int.Parse(Path.GetFileName(link), CultureInfo.InvariantCulture);
            if (TargetOf(link) == target)
                _ = ControlDescriptor(descriptor, SetDescriptorFlags, CloseOnExecute);
        }
    }

    private static string? TargetOf(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName;
        }
        catch (IOException)
        {
            // Another thread has closed it meanwhile.
            return null;
        }
    }

    /// <summary>Sends a request. The structure has the size that the request names.</summary>
    /// <returns>Whether the driver accepted it.</returns>
    public static bool TryControl(SafeFileHandle device, uint request, Span<byte> structure) =>
        Control(device, request, ref MemoryMarshal.GetReference(structure)) == 0;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int ControlDescriptor(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle device, nuint request, ref byte argument);
}
