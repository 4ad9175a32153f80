namespace VideoStream.Adaptation;

/// <summary>Samples what the kernel knows of one connection. May be called by several threads at once.</summary>
internal interface ILinkProbe
{
    /// <summary>Takes a sample.</summary>
    /// <returns>False where the platform has no such statistics, or the connection is gone.</returns>
    bool TryRead(out TcpSnapshot snapshot);
}
