using System.Net;
using Microsoft.AspNetCore.Connections;

namespace VideoStream.Transports.Connections;

/// <summary>Accepts connections while the <see cref="AcceptGate"/> lets it.</summary>
internal sealed class GatedListener(IConnectionListener listener, AcceptGate gate) : IConnectionListener
{
    private readonly CancellationTokenSource _unbound = new();

    public EndPoint EndPoint => listener.EndPoint;

    /// <inheritdoc/>
    /// <returns>Null when the listener was unbound.</returns>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _unbound.Token);
        try
        {
            await gate.EnterAsync(ends.Token);
        }
        catch (OperationCanceledException) when (_unbound.IsCancellationRequested)
        {
            return null;
        }

        ConnectionContext? connection = null;
        try
        {
            connection = await listener.AcceptAsync(cancellationToken);
        }
        finally
        {
            if (connection is null)
                gate.Leave();
        }

        connection?.ConnectionClosed.UnsafeRegister(static state => ((AcceptGate)state!).Leave(), gate);
        return connection;
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await _unbound.CancelAsync();
        await listener.UnbindAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _unbound.Dispose();
        await listener.DisposeAsync();
    }
}
