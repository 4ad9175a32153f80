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
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    /// <summary>Answers until cancelled.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                // Where the server does not allow it, relays name each camera.
                if (server.Refusals.Of(NatsSubjects.Cameras(prefix)) is null)
                    await AnswerAsync(cancellationToken);
            }
            catch (Exception e) when (e.IsOfConnection(cancellationToken))
            {
                // The link stood still for too long to subscribe.
            }

            await Task.Delay(RetryInterval, time, cancellationToken);
        }
    }

    private async Task AnswerAsync(CancellationToken cancellationToken)
    {
        await foreach (NatsMsg<byte[]> question in server.Connection.SubscribeAsync<byte[]>(
            NatsSubjects.Cameras(prefix), cancellationToken: cancellationToken))
        {
            if (!server.IsConnected)
                continue;
            byte[] answer = JsonSerializer.SerializeToUtf8Bytes(cameras(), NatsJson.Default.PublishedCameras);
            await question.TryReplyAsync(answer, cancellationToken);
        }
    }
}
