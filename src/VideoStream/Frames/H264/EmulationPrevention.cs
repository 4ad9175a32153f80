namespace VideoStream.Frames.H264;

/// <summary>
/// The bytes of value 3 in a NAL unit that keep its data from looking like a start code (ITU-T H.264, 7.4.1): one between two zeros and a
/// byte of 0 to 3.
/// </summary>
internal static class EmulationPrevention
{
    private const byte Inserted = 3;

    /// <summary>How long data of this length can become.</summary>
    public static int MaxLength(int length) => length + (length / 2);

    /// <summary>Writes data with the bytes inserted.</summary>
    /// <param name="data">The data. Its last byte is not 0, because it ends with the trailing bits.</param>
    /// <param name="to">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Add(ReadOnlySpan<byte> data, Span<byte> to)
    {
        int written = 0, zeros = 0;
        foreach (byte value in data)
        {
            if (zeros == 2 && value <= Inserted)
            {
                to[written++] = Inserted;
                zeros = 0;
            }

            to[written++] = value;
            zeros = value == 0 ? zeros + 1 : 0;
        }

        return written;
    }

    /// <summary>Writes what a NAL unit has without the inserted bytes.</summary>
    /// <param name="unit">What follows the unit's header.</param>
    /// <param name="to">At least as many bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Remove(ReadOnlySpan<byte> unit, Span<byte> to)
    {
        int written = 0, zeros = 0;
        foreach (byte value in unit)
        {
            bool isInserted = zeros >= 2 && value == Inserted;
            zeros = value == 0 ? zeros + 1 : 0;
            if (!isInserted)
                to[written++] = value;
        }

        return written;
    }
}
