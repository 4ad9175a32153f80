using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Tests.Cameras.Sources.Nats;

public sealed class RelayedNumbersTests
{
    private const int Service = 1, Restarted = 2;

    private readonly RelayedNumbers _numbers = new();

    [Fact]
    public void Of_RisingNumbers_AreTheSame()
    {
        _numbers.Begin(1);

        Assert.Equal([100L, 101L, 100L, 105L], [.. new long[] { 100, 101, 100, 105 }.Select(number => _numbers.Of(Service, number))]);
    }

    [Fact]
    public void Of_AfterPlaceholdersThatOvertookIt_IsShiftedForAll()
    {
        _numbers.Begin(1);
        _numbers.Of(Service, 100);
        _numbers.Begin(150);

        Assert.Equal(150, _numbers.Of(Service, 103));
        Assert.Equal(151, _numbers.Of(Service, 104));
        Assert.Equal(149, _numbers.OfReference(102));
        Assert.Equal(0, _numbers.OfReference(0));
    }

    [Fact]
    public void Epoch_OfNumbersThatAreShiftedAnew_Rises()
    {
        _numbers.Begin(1);
        _numbers.Of(Service, 100);
        _numbers.Of(Service, 101);
        long epoch = _numbers.Epoch;
        // No placeholder in between.
        _numbers.Begin(102);
        _numbers.Of(Service, 102);
        Assert.Equal(epoch, _numbers.Epoch);

        _numbers.Begin(150);
        _numbers.Of(Service, 160);
        Assert.Equal(epoch + 1, _numbers.Epoch);
        _numbers.Of(Restarted, 1);
        Assert.Equal(epoch + 2, _numbers.Epoch);
    }

    [Fact]
    public void Of_FrameOfBeforeTheShift_IsNone()
    {
        _numbers.Begin(150);
        _numbers.Of(Service, 103);

        Assert.Equal(0, _numbers.Of(Service, 102));
    }

    [Fact]
    public void Of_FrameOfAnotherVariantAfterAConnectionWithoutPlaceholders_IsTheSame()
    {
        _numbers.Of(Service, 7);
        _numbers.Begin(8);

        Assert.Equal(7, _numbers.Of(Service, 7));
        Assert.Equal(8, _numbers.Of(Service, 8));
    }

    [Fact]
    public void Of_ServiceThatStartedAnew_GoesOnFromTheLastNumber()
    {
        _numbers.Begin(1);
        _numbers.Of(Service, 1000);

        Assert.Equal(1001, _numbers.Of(Restarted, 3));
        Assert.Equal(1002, _numbers.Of(Restarted, 4));
    }

    [Fact]
    public void Of_AfterPlaceholdersFewerThanTheFramesMeanwhile_IsTheSame()
    {
        _numbers.Begin(1);
        _numbers.Of(Service, 100);
        _numbers.Begin(110);

        Assert.Equal(400, _numbers.Of(Service, 400));
    }
}
