using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Tests.Cameras.Sources.Nats;

public sealed class RelayedNumbersTests
{
    private const int Service = 1, Restarted = 2;

    private readonly RelayedNumbers _numbers = new();

    /// <summary>The camera's newest number here.</summary>
    private long _newest;

    [Fact]
    public void Of_RisingNumbers_AreTheSame()
    {
        _numbers.Begin();

        Assert.Equal([100L, 101L, 100L, 105L], [.. new long[] { 100, 101, 100, 105 }.Select(number => Of(Service, number))]);
    }

    [Fact]
    public void Of_PlaceholdersBetweenTheBeginAndTheFirstFrame_AreOlder()
    {
        Of(Service, 100);
        _numbers.Begin();
        _newest += 7;

        Assert.Equal(108, Of(Service, 101));
        Assert.Equal(109, Of(Service, 102));
    }

    [Fact]
    public void Of_AfterAPlaceholderWithinAConnection_IsAnotherNumberThanThatOne()
    {
        _numbers.Begin();
        Of(Service, 100);
        long epoch = _numbers.Epoch;
        _newest += 2;

        Assert.Equal(103, Of(Service, 101));
        Assert.Equal(epoch + 1, _numbers.Epoch);
        Assert.Equal(104, Of(Service, 102));
        Assert.Equal(epoch + 1, _numbers.Epoch);
    }

    [Fact]
    public void Of_AfterPlaceholdersThatOvertookIt_IsShiftedForAll()
    {
        _numbers.Begin();
        Of(Service, 100);
        _numbers.Begin();
        _newest = 149;

        Assert.Equal(150, Of(Service, 103));
        Assert.Equal(151, Of(Service, 104));
        Assert.Equal(149, _numbers.OfReference(102));
        Assert.Equal(0, _numbers.OfReference(0));
    }

    [Fact]
    public void Epoch_OfNumbersThatAreShiftedAnew_Rises()
    {
        _numbers.Begin();
        Of(Service, 100);
        Of(Service, 101);
        long epoch = _numbers.Epoch;
        // No placeholder in between.
        _numbers.Begin();
        Of(Service, 102);
        Assert.Equal(epoch, _numbers.Epoch);

        _numbers.Begin();
        _newest = 149;
        Of(Service, 160);
        Assert.Equal(epoch + 1, _numbers.Epoch);
        Of(Restarted, 1);
        Assert.Equal(epoch + 2, _numbers.Epoch);
    }

    [Fact]
    public void Of_FrameOfBeforeTheShift_IsNone()
    {
        _numbers.Begin();
        _newest = 149;
        Of(Service, 103);

        Assert.Equal(0, Of(Service, 102));
    }

    [Fact]
    public void Of_FrameOfAnotherVariantAfterAConnectionWithoutPlaceholders_IsTheSame()
    {
        Of(Service, 7);
        _numbers.Begin();

        Assert.Equal(7, Of(Service, 7));
        Assert.Equal(8, Of(Service, 8));
    }

    [Fact]
    public void Of_ServiceThatStartedAnew_GoesOnFromTheLastNumber()
    {
        _numbers.Begin();
        Of(Service, 1000);

        Assert.Equal(1001, Of(Restarted, 3));
        Assert.Equal(1002, Of(Restarted, 4));
    }

    [Fact]
    public void Of_AfterPlaceholdersFewerThanTheFramesMeanwhile_IsTheSame()
    {
        _numbers.Begin();
        Of(Service, 100);
        _numbers.Begin();
        _newest = 109;

        Assert.Equal(400, Of(Service, 400));
    }

    private long Of(long instance, long number)
    {
        long here = _numbers.Of(instance, number, next: _newest + 1);
        _newest = Math.Max(_newest, here);
        return here;
    }
}
