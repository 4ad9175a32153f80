using VideoStream.Tests.Support;

namespace VideoStream.Tests.Configuration;

/// <summary>What can't be published to NATS, or logged in with.</summary>
public sealed class NatsOptionsRulesTests
{
    [Theory]
    [InlineData("Publish:Nats:Url=http://box", "Publish:Nats:Url is no address of a NATS server")]
    [InlineData("Publish:Nats:Prefix=a b", "Publish:Nats:Prefix is 'a b'")]
    [InlineData("Publish:Nats:Cameras:0=yard", "Publish:Nats:Cameras has 'yard'; allowed: gate")]
    [InlineData("Nats:Password=secret", "Nats:Password is set without User")]
    [InlineData("Nats:CredsFile=/nowhere/a.creds", "Nats:CredsFile is '/nowhere/a.creds', which is no file")]
    public void What_can_not_be_is_refused_with_the_setting(string setting, string problem)
    {
        string failure = Assert.Single(Configured.Failures(() => Configured.With("Cameras:gate:Source=test", setting)));
        Assert.StartsWith("VideoStream:" + problem, failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nats://box/gate", "nats://box", true)]
    [InlineData("nats://me:secret@box:4222/gate", "nats://BOX:4222/", true)]
    [InlineData("nats://box/door", "nats://box", false)]
    [InlineData("nats://box/gate", "nats://other", false)]
    [InlineData("nats://box:4223/gate", "nats://box", false)]
    [InlineData("test", "nats://box", false)]
    public void A_camera_is_not_published_as_its_own_source(string source, string url, bool isRefused)
    {
        string[] settings = ["Cameras:gate:Source=" + source, "Publish:Nats:Url=" + url, "Publish:Nats:Cameras:0=gate"];
        if (!isRefused)
        {
            Assert.Equal(url, Configured.With(settings).Publish.Nats.Url);
            return;
        }

        string failure = Assert.Single(Configured.Failures(() => Configured.With(settings)));
        Assert.Contains("is relayed from that name", failure, StringComparison.Ordinal);
    }
}
