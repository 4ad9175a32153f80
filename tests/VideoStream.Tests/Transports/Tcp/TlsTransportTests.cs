using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using VideoStream.Tests.Support;
using VideoStream.Transports.Tcp;

namespace VideoStream.Tests.Transports.Tcp;

/// <summary>The pipes below TLS, over a real connection. TLS above them is tested end to end.</summary>
public sealed class TlsTransportTests : IDisposable
{
    private readonly SocketPair _connection = new();
    private readonly Pipe _server = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _connection.Dispose();

    [Fact]
    public async Task Use_Tcp_WritesGoToTheSocketBeforeTheyReturn()
    {
        TlsTransport transport = await TransportAsync();
        ValueTask<FlushResult> write = transport.Output.WriteAsync(new byte[] { 1, 2, 3 }, Cancelled);
        Assert.True(write.IsCompletedSuccessfully);
        Assert.False((await write).IsCompleted);
        Assert.Equal([1, 2, 3], await ReadAsync(3));
        // The web server's pipe got none of them.
        Assert.False(_server.Reader.TryRead(out _));
    }

    [Fact]
    public async Task WriteAsync_KernelHasNoRoom_WaitsForTheRestEvenIfCancelled()
    {
        TlsTransport transport = await TransportAsync();
        byte[] record = new byte[20_000_000];
        Random.Shared.NextBytes(record);
        using var cancellation = new CancellationTokenSource();
        ValueTask<FlushResult> write = transport.Output.WriteAsync(record, cancellation.Token);
        Assert.False(write.IsCompleted);
        await cancellation.CancelAsync();
        Assert.Equal(record, await ReadAsync(record.Length));
        Assert.False((await Limit.Within(write.AsTask())).IsCompleted);
        Assert.False(transport.IsGone);
    }

    [Fact]
    public async Task WriteAsync_SocketIsClosedMeanwhile_CompletesAndIsGone()
    {
        TlsTransport transport = await TransportAsync();
        ValueTask<FlushResult> write = transport.Output.WriteAsync(new byte[20_000_000], Cancelled);
        Assert.False(write.IsCompleted);
        _connection.Server.Dispose();
        Assert.True((await Limit.Within(write.AsTask())).IsCompleted);
        Assert.True(transport.IsGone);
        Assert.True((await transport.Output.WriteAsync(new byte[1], Cancelled)).IsCompleted);
    }

    [Fact]
    public async Task Use_NoTcp_LeavesTheTransportAsItIs()
    {
        var connection = new DefaultConnectionContext { Transport = Pipes() };
        IDuplexPipe before = connection.Transport;
        await TlsTransport.Use(_ => Task.CompletedTask)(connection);
        Assert.Same(before, connection.Transport);
    }

    private async Task<TlsTransport> TransportAsync()
    {
        var connection = new DefaultConnectionContext { Transport = Pipes() };
        connection.Features.Set<IConnectionSocketFeature>(new SocketFeature(_connection.Server));
        await TlsTransport.Use(_ => Task.CompletedTask)(connection);
        return Assert.IsType<TlsTransport>(connection.Transport);
    }

    private DuplexPipe Pipes() => new(new Pipe().Reader, _server.Writer);

    private async Task<byte[]> ReadAsync(int count)
    {
        byte[] read = new byte[count];
        await Limit.Within(_connection.Client.GetStream().ReadExactlyAsync(read, Cancelled).AsTask());
        return read;
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed record SocketFeature(Socket Socket) : IConnectionSocketFeature;
}
