using NATS.Client.Core;
using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Relay;

/// <summary>Answers to what relays and other services ask.</summary>
internal static class NatsReplies
{
    /// <summary>
    /// Answers, if the question came with an inbox. An answer that can't be sent, as over a link that stands still, is lost: who asked asks
    /// again, and what is answered next must not depend on it.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task TryReplyAsync<T>(this NatsMsg<T> question, byte[]? answer, CancellationToken cancellationToken)
    {
        if (!NatsSubjects.IsInbox(question.ReplyTo))
            return;
        try
        {
            await question.ReplyAsync(answer, cancellationToken: cancellationToken);
        }
        catch (Exception e) when (e.IsOfConnection(cancellationToken))
        {
            // Lost.
        }
    }
}
