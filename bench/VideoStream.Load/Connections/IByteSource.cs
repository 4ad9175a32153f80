namespace VideoStream.Load.Connections;

/// <summary>Bytes in order: a connection's, or those of an HTTP body inside them.</summary>
internal interface IByteSource
{
    /// <summary>Reads some bytes.</summary>
    /// <returns>How many; 0 at the end.</returns>
    ValueTask<int> ReadAsync(Memory<byte> into);

    /// <summary>Drops some bytes unseen.</summary>
    /// <param name="most">How many, at most.</param>
    /// <returns>How many it were; 0 at the end.</returns>
    ValueTask<int> SkipAsync(int most);
}
