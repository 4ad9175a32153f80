using System.Text.Json;
using NATS.Client.Core;
using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Relay;

/// <summary>Answers relays that ask which cameras are published here.</summary>
/// <param name="server">The connection.</param>
/// <param name="prefix">What all subjects begin with.</param>
/// <param name="cameras">The cameras of this moment.</param>
internal sealed class CameraListResponder(NatsServer server, string prefix, Func<PublishedCameras> cameras)
{
    /// <summary>Answers until cancelled.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (NatsMsg<byte[]> question in server.Connection.SubscribeAsync<byte[]>(
            NatsSubjects.Cameras(prefix), cancellationToken: cancellationToken))
        {
            if (question.ReplyTo is null || !server.IsConnected)
                continue;
            byte[] answer = JsonSerializer.SerializeToUtf8Bytes(cameras(), NatsJson.Default.PublishedCameras);
            await question.ReplyAsync(answer, cancellationToken: cancellationToken);
        }
    }
}
