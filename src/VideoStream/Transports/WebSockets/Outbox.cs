using System.Threading.Channels;
using VideoStream.Transports.WebSockets.Protocol;

namespace VideoStream.Transports.WebSockets;

/// <summary>
/// What the send loop has to say as text: answers in order, and notifications of which only the latest matters (settings, statistics, the
/// camera's state), which are marks here and are put into words when they are sent.
/// </summary>
internal sealed class Outbox(Action wake)
{
    // A client that asks faster than it reads is not read any further until it has read its answers.
    private readonly Channel<ServerMessage> _answers = Channel.CreateBounded<ServerMessage>(16);
    private int _pending;

    // Answers that are in the channel for certain. "Not empty" and "can be taken" both mean this count, so that a loop which sees the one
    // always finds the other.
    private int _unanswered;

    /// <summary>Whether there is nothing to say. Without a lock, as it is asked twice a frame.</summary>
    public bool IsEmpty => (Volatile.Read(ref _pending) | Volatile.Read(ref _unanswered)) == 0;

    /// <summary>Queues an answer; waits while the client doesn't take those before it.</summary>
    /// <exception cref="ChannelClosedException">The session has ended.</exception>
    public async ValueTask AnswerAsync(ServerMessage answer)
    {
        await _answers.Writer.WriteAsync(answer);
        // Where the channel was full, this comes late: the reader may have made room long before the thread pool gets here.
        Interlocked.Increment(ref _unanswered);
        wake();
    }

    public void Notify(PendingNotifications notifications)
    {
        Interlocked.Or(ref _pending, (int)notifications);
        wake();
    }

    /// <summary>The notifications since the last call.</summary>
    public PendingNotifications TakeNotifications() => (PendingNotifications)Interlocked.Exchange(ref _pending, 0);

    /// <summary>Takes the oldest answer that is counted. For one reader.</summary>
    public bool TryTakeAnswer(out ServerMessage? answer)
    {
        answer = null;
        if (Volatile.Read(ref _unanswered) == 0 || !_answers.Reader.TryRead(out answer))
            return false;
        Interlocked.Decrement(ref _unanswered);
        return true;
    }

    /// <summary>Nothing more will be sent: lets go whoever waits in <see cref="AnswerAsync"/>.</summary>
    public void Close() => _answers.Writer.TryComplete();
}
