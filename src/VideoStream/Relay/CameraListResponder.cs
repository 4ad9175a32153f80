using System.Text.Json;
using NATS.Client.Core;
using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Relay;

/// <summary>Answers relays that ask which cameras are published here.</summary>
/// <param name="server">The connection.</param>
/// <param name="prefix">What all subjects begin with.</param>
/// <param name="cameras">The cameras of this moment.</param>
/// <param name="time">The clock.</param>
internal sealed class CameraListResponder(NatsServer server, string prefix, Func<PublishedCameras> cameras, TimeProvider time)
{
    /// <summary>Answers until cancelled.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AnswerAsync(cancellationToken);
        }
        catch (NatsException)
        {
            // Not allowed by the server: then relays name each camera.
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
    }

    private async Task AnswerAsync(CancellationToken cancellationToken)
    {
        await foreach (NatsMsg<byte[]> question in server.Connection.SubscribeAsync<byte[]>(
            NatsSubjects.Cameras(prefix), cancellationToken: cancellationToken))
        {
            if (!NatsSubjects.IsInbox(question.ReplyTo) || !server.IsConnected)
                continue;
            byte[] answer = JsonSerializer.SerializeToUtf8Bytes(cameras(), NatsJson.Default.PublishedCameras);
            await question.ReplyAsync(answer, cancellationToken: cancellationToken);
        }
    }
}
