namespace VideoStream.Frames;

/// <summary>Writes what a transport puts in front of a frame's bytes.</summary>
/// <param name="length">How many bytes the frame has.</param>
/// <param name="room">At least <see cref="PooledBuffer.PrefixRoom"/> bytes to write to.</param>
/// <returns>How many bytes were written.</returns>
internal delegate int FramePrefixWriter(int length, Span<byte> room);
