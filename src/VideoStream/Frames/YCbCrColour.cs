namespace VideoStream.Frames;

/// <summary>One colour as the planes of a picture have it.</summary>
internal readonly record struct YCbCrColour(byte Luma, byte Blue, byte Red)
{
    /// <summary>Converts a colour (JFIF, BT.601).</summary>
    public static YCbCrColour FromRgb(double red, double green, double blue)
    {
        double luma = (0.299 * red) + (0.587 * green) + (0.114 * blue);
        return new(Byte(luma), Byte(((blue - luma) / 1.772) + 128), Byte(((red - luma) / 1.402) + 128));
    }

    private static byte Byte(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}
