using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;

namespace VideoStream.Transports.WebSockets;

/// <summary>
/// The text messages that a viewer is to be sent: answers in order, and notifications of which only the latest matters, which are marks here
/// and become messages when they are sent.
/// </summary>
internal sealed class Outbox(Action wake)
{
    // A client that asks faster than it reads is not read any further until it has read its answers.
    private readonly Channel<ServerMessage> _answers = Channel.CreateBounded<ServerMessage>(16);
    private int _pending;

    // Answers that are certainly in the channel. "Not empty" and "can be taken" both mean this count, so that a loop that sees one
    // always finds the other.
    private int _unanswered;

    /// <summary>Whether there is nothing to send. Without a lock, as it is asked twice a frame.</summary>
    public bool IsEmpty => (Volatile.Read(ref _pending) | Volatile.Read(ref _unanswered)) == 0;

    /// <summary>Queues an answer; waits while the client does not take those before it.</summary>
    /// <exception cref="ChannelClosedException">The viewer has ended.</exception>
    public async ValueTask AnswerAsync(ServerMessage answer)
    {
        await _answers.Writer.WriteAsync(answer);
        // Where the channel was full, this comes late: the reader may have made room long before the thread pool gets here.
        Interlocked.Increment(ref _unanswered);
        wake();
    }

    /// <summary>Marks notifications.</summary>
    public void Notify(PendingNotifications notifications)
    {
        Interlocked.Or(ref _pending, (int)notifications);
        wake();
    }

    /// <summary>Marks what a viewer's event calls for.</summary>
    public void Notify(ViewerEvent what) => Notify(what switch
    {
        ViewerEvent.SettingsChanged => PendingNotifications.Config,
        ViewerEvent.CameraChanged => PendingNotifications.Camera,
        ViewerEvent.Ticked => PendingNotifications.Stats,
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
    });

    /// <summary>Takes the notifications that were marked since the last call.</summary>
    public PendingNotifications TakeNotifications() => (PendingNotifications)Interlocked.Exchange(ref _pending, 0);

    /// <summary>Takes the oldest answer that is counted. For one reader.</summary>
    public bool TryTakeAnswer([NotNullWhen(true)] out ServerMessage? answer)
    {
        answer = null;
        if (Volatile.Read(ref _unanswered) == 0 || !_answers.Reader.TryRead(out answer))
            return false;
        Interlocked.Decrement(ref _unanswered);
        return true;
    }

    /// <summary>Nothing more will be sent. Ends the wait of <see cref="AnswerAsync"/>.</summary>
    public void Close() => _answers.Writer.TryComplete();
}
