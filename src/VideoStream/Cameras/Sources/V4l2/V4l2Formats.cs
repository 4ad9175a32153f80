using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using VideoStream.Frames;

namespace VideoStream.Cameras.Sources.V4l2;

/// <summary>Lists the formats, sizes and rates of a Linux video device.</summary>
internal static class V4l2Formats
{
    // Ends the enumeration of a driver that never reports its end.
    private const int MaxEntries = 256;

    private const int FormatSize = 64, FormatCodeOffset = 44, SizeSize = 44, IntervalSize = 52;

    /// <summary>The formats of a device by their four letters, in the device's order; empty if it can't be asked.</summary>
    public static List<string> List(string path)
    {
        using SafeFileHandle device = V4l2Native.Open(path);
        var formats = new List<string>();
        Span<byte> format = stackalloc byte[FormatSize];
        for (uint index = 0; !device.IsInvalid && index < MaxEntries; index++)
        {
            format.Clear();
            MemoryMarshal.Write(format, index);
            MemoryMarshal.Write(format[4..], V4l2Native.CaptureType);
            if (!V4l2Native.TryControl(device, V4l2Native.EnumerateFormats, format))
                break;
            formats.Add(System.Text.Encoding.ASCII.GetString(format.Slice(FormatCodeOffset, 4)));
        }

        return formats;
    }

    /// <summary>Whether a device delivers a size in a format at a rate.</summary>
    public static bool Supports(string path, string fourCc, PictureSize size, double rate)
    {
        using SafeFileHandle device = V4l2Native.Open(path);
        return !device.IsInvalid && SupportsSize(device, fourCc, size) && SupportsRate(device, fourCc, size, rate);
    }

    private static bool SupportsSize(SafeFileHandle device, string fourCc, PictureSize size)
    {
        const uint discrete = 1;
        Span<byte> entry = stackalloc byte[SizeSize];
        for (uint index = 0; index < MaxEntries; index++)
        {
            entry.Clear();
            MemoryMarshal.Write(entry, index);
            System.Text.Encoding.ASCII.GetBytes(fourCc, entry[4..]);
            if (!V4l2Native.TryControl(device, V4l2Native.EnumerateSizes, entry))
                return false;
            ReadOnlySpan<int> numbers = MemoryMarshal.Cast<byte, int>(entry[12..36]);
            bool isSupported = MemoryMarshal.Read<uint>(entry[8..]) == discrete
                ? numbers[0] == size.Width && numbers[1] == size.Height
                : size.Width >= numbers[0] && size.Width <= numbers[1] && size.Height >= numbers[3] && size.Height <= numbers[4];
            if (isSupported)
                return true;
        }

        return false;
    }

    private static bool SupportsRate(SafeFileHandle device, string fourCc, PictureSize size, double rate)
    {
        Span<byte> interval = stackalloc byte[IntervalSize];
        for (uint index = 0; index < MaxEntries; index++)
        {
            interval.Clear();
            MemoryMarshal.Write(interval, index);
            System.Text.Encoding.ASCII.GetBytes(fourCc, interval[4..]);
            MemoryMarshal.Write(interval[8..], size.Width);
            MemoryMarshal.Write(interval[12..], size.Height);
            // A driver that lists no rates is assumed to support them all.
            if (!V4l2Native.TryControl(device, V4l2Native.EnumerateIntervals, interval))
                return index == 0;
            // A range has its shortest interval where a discrete entry has its only one.
            double fastest = MemoryMarshal.Read<uint>(interval[24..]) / Math.Max(1.0, MemoryMarshal.Read<uint>(interval[20..]));
            if (fastest >= rate * 0.99)
                return true;
        }

        return false;
    }
}
