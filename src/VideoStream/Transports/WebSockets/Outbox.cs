using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;

namespace VideoStream.Transports.WebSockets;

/// <summary>
/// The text messages that wait for a viewer. Answers are queued in order. Of each notification only the latest matters, so it is a flag
/// here, and becomes a message when it is sent.
/// </summary>
internal sealed class Outbox(Action wake)
{
    // Bounded: a client that asks faster than it reads is not read from until it has read its answers.
    private readonly Channel<ServerMessage> _answers = Channel.CreateBounded<ServerMessage>(16);
    private int _pending;

    // Answers that are certainly in the channel. Both "not empty" and "can be taken" mean this count, so a loop that sees the first always
    // finds the second.
    private int _unanswered;

    /// <summary>Whether there is nothing to send. Without a lock, because it is read for every frame.</summary>
    public bool IsEmpty => (Volatile.Read(ref _pending) | Volatile.Read(ref _unanswered)) == 0;

    /// <summary>Queues an answer. Waits while the queue is full.</summary>
    /// <exception cref="ChannelClosedException">The viewer has ended.</exception>
    public async ValueTask AnswerAsync(ServerMessage answer)
    {
        await _answers.Writer.WriteAsync(answer);
        // If the channel was full, this runs late: the thread pool may resume it long after the reader made room.
        Interlocked.Increment(ref _unanswered);
        wake();
    }

    /// <summary>Sets notifications.</summary>
    public void Notify(PendingNotifications notifications)
    {
        Interlocked.Or(ref _pending, (int)notifications);
        wake();
    }

    /// <summary>Sets the notification of a viewer's event.</summary>
    public void Notify(ViewerEvent what) => Notify(what switch
    {
        ViewerEvent.SettingsChanged => PendingNotifications.Config,
        ViewerEvent.CameraChanged => PendingNotifications.Camera,
        ViewerEvent.Ticked => PendingNotifications.Stats,
        ViewerEvent.QuestionDue => PendingNotifications.Question,
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
    });

    /// <summary>Resets the notifications, and returns those that were set.</summary>
    public PendingNotifications TakeNotifications() => (PendingNotifications)Interlocked.Exchange(ref _pending, 0);

    /// <summary>Dequeues the oldest answer. For one reader.</summary>
    public bool TryTakeAnswer([NotNullWhen(true)] out ServerMessage? answer)
    {
        answer = null;
        if (Volatile.Read(ref _unanswered) == 0 || !_answers.Reader.TryRead(out answer))
            return false;
        Interlocked.Decrement(ref _unanswered);
        return true;
    }

    /// <summary>Nothing more is sent. Ends the waits of <see cref="AnswerAsync"/>.</summary>
    public void Close() => _answers.Writer.TryComplete();
}
