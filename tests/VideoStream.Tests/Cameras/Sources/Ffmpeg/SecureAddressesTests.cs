using VideoStream.Cameras.Sources.Ffmpeg;

namespace VideoStream.Tests.Cameras.Sources.Ffmpeg;

public sealed class SecureAddressesTests
{
    private readonly SecureAddresses _addresses = new();

    [Theory]
    [InlineData("https://cam/live.ts", "http://cam:443/live.ts", "cam:443")]
    [InlineData("HTTPS://cam:8443/a?b=https", "http://cam:8443/a?b=https", "CAM:8443")]
    [InlineData("https://[fd00::1]/a", "http://[fd00::1]:443/a", "[fd00::1]:443")]
    [InlineData("https://[fd00::1]:8443/a", "http://[fd00::1]:8443/a", "[fd00::1]:8443")]
    [InlineData("https://ana:word@cam/a", "http://ana:word@cam:443/a", "cam:443")]
    [InlineData("https://cam", "http://cam:443", "cam:443")]
    public void Replace_writes_an_address_as_plain_and_remembers_it(string secure, string plain, string authority)
    {
        Assert.Equal(plain, _addresses.Replace(secure));
        Assert.True(_addresses.Contains(authority));
    }

    [Fact]
    public void Replace_finds_every_address_of_a_playlist_and_leaves_the_rest()
    {
        const string playlist = "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"https://keys:99/k\"\nhttps://one/1.ts\nhttp://two/2.ts\n3.ts\n";
        Assert.Equal(
            "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"http://keys:99/k\"\nhttp://one:443/1.ts\nhttp://two/2.ts\n3.ts\n",
            _addresses.Replace(playlist));
        Assert.True(_addresses.Contains("keys:99") && _addresses.Contains("one:443"));
        Assert.False(_addresses.Contains("two:80") || _addresses.Contains("two:443"));
    }
}
