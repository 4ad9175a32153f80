using System.Threading.Channels;
using VideoStream.Tests.Support;
using VideoStream.Transports.WebSockets;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;

namespace VideoStream.Tests.Transports.WebSockets;

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
    public void A_notification_is_sent_once_however_often_it_was_set()
    {
        _outbox.Notify(PendingNotifications.Config);
        _outbox.Notify(PendingNotifications.Stats);
        _outbox.Notify(PendingNotifications.Config);

        Assert.Equal(PendingNotifications.Config | PendingNotifications.Stats, _outbox.TakeNotifications());
        Assert.Equal(PendingNotifications.None, _outbox.TakeNotifications());
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
    public async Task Close_ends_waits_and_refuses_further_answers()
    {
        for (int i = 1; i <= Capacity; i++)
            await _outbox.AnswerAsync(new ServerMessage.Pong(i, 0));
        Task waiting = _outbox.AnswerAsync(new ServerMessage.Pong(null, 0)).AsTask();

        _outbox.Close();
        _outbox.Close();

        await Assert.ThrowsAsync<ChannelClosedException>(() => Limit.Within(waiting));
        await Assert.ThrowsAsync<ChannelClosedException>(() => _outbox.AnswerAsync(new ServerMessage.Pong(null, 0)).AsTask());
    }

    /// <summary>
    /// On a busy machine the thread pool resumes a waiting call late. Until then the outbox must be empty in every respect.
    /// </summary>
    [Fact]
    public async Task An_answer_that_waited_for_room_is_there_only_when_it_is_counted()
    {
        for (int i = 1; i <= Capacity; i++)
            await _outbox.AnswerAsync(new ServerMessage.Pong(i, 0));
        var pool = new HeldContinuations();
        Task waiting = pool.Run(() => _outbox.AnswerAsync(new ServerMessage.Pong(Capacity + 1, 0)).AsTask());
        for (int i = 1; i <= Capacity; i++)
            Assert.Equal(i, TakePong());

        Assert.True(_outbox.IsEmpty);
        Assert.False(_outbox.TryTakeAnswer(out _));

        Limit.Until(pool.TryResume);
        await Limit.Within(waiting);
        Assert.False(_outbox.IsEmpty);
        Assert.Equal(Capacity + 1, TakePong());
        Assert.True(_outbox.IsEmpty);
    }

    [Fact]
    public async Task A_loop_that_takes_answers_never_runs_without_one_however_full_the_channel_is()
    {
        const int answers = 100_000;
        var signal = new WakeSignal();
        var outbox = new Outbox(signal.Set);
        int turns = 0, idle = 0;
        Task<List<double?>> sending = Task.Run(async () =>
        {
            var taken = new List<double?>();
            while (taken.Count < answers)
            {
                if (outbox.IsEmpty)
                {
                    await signal.WaitAsync();
                    continue;
                }

                turns++;
                int before = taken.Count;
                while (outbox.TryTakeAnswer(out ServerMessage? answer))
                    taken.Add(Assert.IsType<ServerMessage.Pong>(answer).T);
                idle += taken.Count == before ? 1 : 0;
            }

            return taken;
        });
        for (int i = 0; i < answers; i++)
            await Limit.Within(outbox.AnswerAsync(new ServerMessage.Pong(i, 0)).AsTask());

        List<double?> all = await Limit.Within(sending);
        Assert.Equal(Enumerable.Range(0, answers).Select(i => (double?)i), all);
        Assert.True(idle == 0, $"{idle} of {turns} turns found nothing to send");
    }

    private double? TakePong()
    {
        Assert.True(_outbox.TryTakeAnswer(out ServerMessage? answer));
        return Assert.IsType<ServerMessage.Pong>(answer).T;
    }
}
