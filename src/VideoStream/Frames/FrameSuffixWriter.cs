namespace VideoStream.Frames;

/// <summary>Writes what a transport sends behind a frame in the same send.</summary>
/// <param name="number">The frame's number.</param>
/// <param name="room">At least <see cref="PooledBuffer.SuffixRoom"/> bytes.</param>
/// <returns>The bytes that were written.</returns>
internal delegate int FrameSuffixWriter(long number, Span<byte> room);
