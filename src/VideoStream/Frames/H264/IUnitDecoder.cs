namespace VideoStream.Frames.H264;

/// <summary>Decodes frames of a camera's own video.</summary>
internal interface IUnitDecoder
{
    /// <summary>How many units were decoded, or could not be. For any thread.</summary>
    long Count { get; }

    /// <summary>How many pictures came of them. For any thread.</summary>
    long Pictures { get; }

    /// <summary>Decodes a frame, and those before it that it depends on. For any thread.</summary>
    /// <param name="number">The frame's number.</param>
    /// <param name="pool">Where memory for the pixels comes from.</param>
    /// <returns>Pixels of the pool, as captured. Of a newer frame, if one was decoded meanwhile.</returns>
    /// <exception cref="InvalidDataException">It can't be decoded. The message has the reason.</exception>
    /// <exception cref="UnitsGoneException">What it is decoded from is not there.</exception>
    PixelPlanes Decode(long number, FramePool pool);
}
