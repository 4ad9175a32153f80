using System.Threading.Channels;
using VideoStream.Protocol;
using VideoStream.Sessions;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Sessions;

public sealed class OutboxTests
{
    private const int Capacity = 16;

    private readonly Outbox _outbox;
    private int _woken;

    public OutboxTests()
    {
        _outbox = new Outbox(() => Interlocked.Increment(ref _woken));
    }

    [Fact]
    public void News_are_told_once_however_often_they_were_announced()
    {
        _outbox.Announce(News.Config);
        _outbox.Announce(News.Stats);
        _outbox.Announce(News.Config);

        Assert.Equal(News.Config | News.Stats, _outbox.TakeNews());
        Assert.Equal(News.None, _outbox.TakeNews());
        Assert.Equal(3, _woken);
    }

    [Fact]
    public async Task Answers_come_in_order()
    {
        for (int i = 1; i <= 3; i++)
            await _outbox.AnswerAsync(new ServerMessage.Pong(i, 0));

        Assert.Equal(3, _woken);
        Assert.Equal([1, 2, 3], [TakePong(), TakePong(), TakePong()]);
        Assert.False(_outbox.TryTakeAnswer(out _));
    }

    [Fact]
    public async Task AnswerAsync_to_a_client_that_does_not_read_waits_until_it_does()
    {
        for (int i = 1; i <= Capacity; i++)
            await Limit.Within(_outbox.AnswerAsync(new ServerMessage.Pong(i, 0)).AsTask());
        Task waiting = _outbox.AnswerAsync(new ServerMessage.Pong(Capacity + 1, 0)).AsTask();
        Assert.False(waiting.IsCompleted);

        Assert.Equal(1, TakePong());

        await Limit.Within(waiting);
        Assert.Equal(Capacity + 1, _woken);
    }

    [Fact]
    public async Task Close_lets_go_who_waits_and_refuses_who_comes()
    {
        for (int i = 1; i <= Capacity; i++)
            await _outbox.AnswerAsync(new ServerMessage.Pong(i, 0));
        Task waiting = _outbox.AnswerAsync(new ServerMessage.Pong(null, 0)).AsTask();

        _outbox.Close();
        _outbox.Close();

        await Assert.ThrowsAsync<ChannelClosedException>(() => Limit.Within(waiting));
        await Assert.ThrowsAsync<ChannelClosedException>(() => _outbox.AnswerAsync(new ServerMessage.Pong(null, 0)).AsTask());
    }

    private double? TakePong()
    {
        Assert.True(_outbox.TryTakeAnswer(out ServerMessage? answer));
        return Assert.IsType<ServerMessage.Pong>(answer).T;
    }
}
