using System.Net;
using VideoStream.Access;

namespace VideoStream.Tests.Access;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("192.168.1.5", "192.168.1.5")]
    [InlineData("::ffff:192.168.1.5", "192.168.1.5")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("fe80::1:2%3", "fe80::1:2%3")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::")]
    public void All_addresses_of_a_host_count_as_one(string address, string counted) =>
        Assert.Equal(IPAddress.Parse(counted), ClientAddress.Of(IPAddress.Parse(address)));
}
