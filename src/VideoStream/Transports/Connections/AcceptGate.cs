namespace VideoStream.Transports.Connections;

/// <summary>
/// Bounds how many accepted connections there are, including those that <see cref="ConnectionLimiter"/> has not seen yet, or has cut and
/// that are not closed. The server accepts on one thread and runs connections on others: on a busy machine hundreds would be accepted
/// before the first is counted, and without a descriptor .NET ends the process. What is not accepted waits in the kernel's backlog.
/// </summary>
/// <param name="budget">Bounds the connections that are counted. Any above that are about to be closed, so no wait is for ever.</param>
internal sealed class AcceptGate(ConnectionBudget budget) : IDisposable
{
    private readonly SemaphoreSlim _free = new(budget.Limit + ConnectionBudget.Reserve + ConnectionBudget.MaxCut);

    /// <summary>Waits until a connection may be accepted. <see cref="Leave"/> must follow.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task EnterAsync(CancellationToken cancellationToken) => _free.WaitAsync(cancellationToken);

    /// <summary>A connection is closed, or was not accepted.</summary>
    public void Leave() => _free.Release();

    public void Dispose() => _free.Dispose();
}
