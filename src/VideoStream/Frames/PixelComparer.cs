using OpenCvSharp;

namespace VideoStream.Frames;

/// <summary>Compares pixels byte by byte.</summary>
internal static class PixelComparer
{
    /// <summary>Whether size, type and every byte are the same. Ends at the first row that differs.</summary>
    public static unsafe bool AreSame(Mat one, Mat other)
    {
        if (one.Size() != other.Size() || one.Type() != other.Type())
            return false;
        int width = one.Width * one.ElemSize(), height = one.Height;
        byte* oneRow = (byte*)one.Data, otherRow = (byte*)other.Data;
        long oneStep = one.Step(), otherStep = other.Step();
        for (int y = 0; y < height; y++, oneRow += oneStep, otherRow += otherStep)
        {
            if (!new ReadOnlySpan<byte>(oneRow, width).SequenceEqual(new ReadOnlySpan<byte>(otherRow, width)))
                return false;
        }

        return true;
    }
}
