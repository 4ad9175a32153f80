using Microsoft.Extensions.Time.Testing;
using VideoStream.Sessions;

namespace VideoStream.Tests.Sessions;

public sealed class SentPicturesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly SentPictures _sent;

    public SentPicturesTests()
    {
        _sent = new SentPictures(_time);
    }

    [Fact]
    public void TryAcknowledge_a_picture_that_was_sent_says_when()
    {
        long first = _time.GetTimestamp();
        _sent.Add(7);
        _time.Advance(TimeSpan.FromMilliseconds(40));
        _sent.Add(9);

        Assert.True(_sent.TryAcknowledge(9, out long sentAt));
        Assert.Equal(first + TimeSpan.FromMilliseconds(40).Ticks, sentAt);
        Assert.True(_sent.TryAcknowledge(7, out sentAt));
        Assert.Equal(first, sentAt);
    }

    [Fact]
    public void TryAcknowledge_twice_counts_once()
    {
        _sent.Add(7);
        Assert.True(_sent.TryAcknowledge(7, out _));
        Assert.False(_sent.TryAcknowledge(7, out long sentAt));
        Assert.Equal(0, sentAt);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void TryAcknowledge_a_picture_that_was_not_sent_fails(long number)
    {
        _sent.Add(7);
        Assert.False(_sent.TryAcknowledge(number, out _));
    }

    [Fact]
    public void TryAcknowledge_knows_the_last_few_pictures_only()
    {
        for (long number = 1; number <= 1000; number++)
            _sent.Add(number);

        Assert.False(_sent.TryAcknowledge(744, out _));
        Assert.True(_sent.TryAcknowledge(745, out _));
        Assert.True(_sent.TryAcknowledge(1000, out _));
    }
}
