using System.Net;
using VideoStream.Cameras.Sources.Ffmpeg;

namespace VideoStream.Tests.Cameras.Sources.Ffmpeg;

public sealed class SocketOwnerTests
{
    private static readonly string[] Table =
    [
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
        "   0: 0100007F:9C40 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0000000000000000 100 0 0 10 0",
        "   1: 0100007F:9C40 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 222 1 0000000000000000 20 4 30 10 -1",
        "   2: 0100007F:D431 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 333 1 0000000000000000 20 4 30 10 -1",
    ];

    [Fact]
    public void FindInode_finds_the_side_of_the_connection_that_is_meant()
    {
        IPEndPoint listener = new(IPAddress.Loopback, 40000), client = new(IPAddress.Loopback, 54321);
        Assert.Equal("333", SocketOwner.FindInode(Table, client, listener));
        Assert.Equal("222", SocketOwner.FindInode(Table, listener, client));
        Assert.Null(SocketOwner.FindInode(Table, new(IPAddress.Loopback, 1), listener));
    }
}
