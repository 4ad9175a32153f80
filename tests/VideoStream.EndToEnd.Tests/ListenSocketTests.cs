using System.Net.Sockets;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Transports.Tcp;

namespace VideoStream.EndToEnd.Tests;

public sealed class ListenSocketTests
{
    // IPPROTO_TCP, TCP_MAXSEG.
    private const int Tcp = 6, SegmentSize = 2;

    [Fact]
    public async Task Segments_over_loopback_are_no_larger_than_over_a_network()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the segment size is set on Linux only");
        using var service = new ServiceHost();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(service.Address.Host, service.Address.Port, TestContext.Current.CancellationToken);
        byte[] size = new byte[sizeof(int)];
        client.GetRawSocketOption(Tcp, SegmentSize, size);
        // Options such as timestamps take some bytes of each segment.
        Assert.InRange(BitConverter.ToInt32(size), ListenSocket.MaxSegment - 40, ListenSocket.MaxSegment);
    }
}
