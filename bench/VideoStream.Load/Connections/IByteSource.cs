namespace VideoStream.Load.Connections;

/// <summary>A stream of bytes: of a connection, or of an HTTP body in it.</summary>
internal interface IByteSource
{
    /// <summary>Reads some bytes.</summary>
    /// <returns>Their number; 0 at the end.</returns>
    ValueTask<int> ReadAsync(Memory<byte> into);

    /// <summary>Drops some bytes.</summary>
    /// <param name="most">Largest number to drop.</param>
    /// <returns>Their number; 0 at the end.</returns>
    ValueTask<int> SkipAsync(int most);
}
