namespace VideoStream.Adaptation;

/// <summary>Samples the kernel's statistics of one connection. For any thread, and several at once.</summary>
internal interface ILinkProbe
{
    /// <summary>Takes a sample.</summary>
    /// <returns>False if the platform has no such statistics, or the connection is gone.</returns>
    bool TryRead(out TcpSnapshot snapshot);

    /// <summary>Reads only how many bytes were written and are not acknowledged: costs a tenth of a sample.</summary>
    /// <returns>False as for <see cref="TryRead"/>.</returns>
    bool TryReadUnacknowledged(out int bytes);
}
