namespace VideoStream.Frames;

/// <summary>Writes what a transport sends before a frame's bytes.</summary>
/// <param name="length">The frame's length in bytes.</param>
/// <param name="room">Where to write: at least <see cref="PooledBuffer.PrefixRoom"/> bytes.</param>
/// <returns>How many bytes were written.</returns>
internal delegate int FramePrefixWriter(int length, Span<byte> room);
