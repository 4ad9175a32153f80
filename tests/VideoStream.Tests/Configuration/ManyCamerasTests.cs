using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Configuration;

/// <summary>Entries that stand for all cameras of a NATS server.</summary>
public sealed class ManyCamerasTests
{
    [Theory]
    [InlineData("nats://host/*", true)]
    [InlineData(" NATS://user:secret@host:4222/* ", true)]
    [InlineData("nats://host/gate", false)]
    [InlineData("/films/*", false)]
    public void A_source_ends_with_a_star(string source, bool isMany) => Assert.Equal(isMany, new CameraOptions { Source = source }.IsMany);

    [Fact]
    public void One_of_them_has_the_options_of_the_entry_and_a_source_of_its_own()
    {
        var many = new CameraOptions { Source = " nats://user:secret@host:4222/* ", OnDemand = false, Title = "all" };
        CameraOptions one = many.Of("gate", "The gate");
        Assert.Equal(("nats://user:secret@host:4222/gate", "The gate", false), (one.Source, one.Title, one.OnDemand));
        Assert.False(one.IsMany);
        Assert.Null(many.Of("gate", null).Title);
    }

    [Fact]
    public void Its_cameras_may_be_named_before_they_are_found()
    {
        VideoStreamOptions options = Configured.With("Cameras:all:Source=nats://host/*", "Cameras:yard:Source=test");
        Assert.True(options.MayHave("all-gate"));
        Assert.True(options.MayHave("Yard"));
        Assert.False(options.MayHave("all"));
        Assert.False(options.MayHave("allgate"));
        Assert.False(options.MayHave("yard-gate"));
    }
}
