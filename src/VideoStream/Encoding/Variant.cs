using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>
/// What a client is to be sent of a camera's picture. A value: clients whose variants are equal share each encoded picture.
/// </summary>
/// <param name="Osd">Whether the OSD is drawn on it.</param>
/// <param name="Box">What it is made to fit into; null for the camera's own size.</param>
/// <param name="Quality">JPEG quality, 1-100.</param>
internal readonly record struct Variant(bool Osd, PictureSize? Box, int Quality)
{
    /// <summary>
    /// The same with its box shrunk to the size that the picture will have, so that different boxes with the same outcome are shared.
    /// </summary>
    public Variant Normalize(PictureSize source)
    {
        if (Box is not { } box)
            return this;
        PictureSize size = source.FitInto(box);
        return this with { Box = size == source ? null : size };
    }
}
