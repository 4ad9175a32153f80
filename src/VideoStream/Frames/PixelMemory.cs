using OpenCvSharp;

namespace VideoStream.Frames;

/// <summary>Pixels as bytes.</summary>
internal static class PixelMemory
{
    /// <summary>Whether two frames are of one size and kind, and have the same in every byte. It ends at the first that differs.</summary>
    public static unsafe bool IsSame(Mat one, Mat other)
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
