namespace VideoStream.Adaptation;

/// <summary>Reads the kernel's statistics of one connection.</summary>
internal interface ILinkProbe
{
    /// <summary>Reads them now. Called by one thread at a time.</summary>
    /// <returns>False where the platform has none, or the connection is gone.</returns>
    bool TryRead(out TcpSnapshot snapshot);
}
