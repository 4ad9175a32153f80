using System.Text.Json;
using NATS.Client.Core;
using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Relay;

/// <summary>Asks the service that publishes a camera for variants.</summary>
internal sealed class LeaseClient(Upstream upstream)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Where a link is too thin, the relay connects anew in the moment in which it gives up a large variant.</summary>
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(2);

    private readonly string _id = Guid.NewGuid().ToString("N");

    /// <summary>Asks for a variant, or goes on asking for it.</summary>
    /// <returns>The answer; null if there is none.</returns>
    public async Task<LeaseAnswer?> AskAsync(string variant, CancellationToken cancellationToken)
    {
        try
        {
            NatsMsg<byte[]> answer = await upstream.Server.Connection.RequestAsync<string, byte[]>(
                upstream.Subjects.Lease(variant),
                _id,
                replyOpts: new NatsSubOpts { Timeout = AnswerTimeout },
                cancellationToken: cancellationToken);
            upstream.Server.Refusals.Remove(upstream.Subjects.Lease(variant));
            return JsonSerializer.Deserialize(answer.Data ?? [], NatsJson.Default.LeaseAnswer);
        }
        catch (Exception e) when (e is NatsException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The variant is not needed any more. Without this the lease would end some seconds later.</summary>
    public async Task ReleaseAsync(string variant)
    {
        await upstream.Server.WaitAsync(ReleaseTimeout, CancellationToken.None);
        await PublishAsync(upstream.Subjects.Release(variant));
    }

    /// <summary>Asks for a key frame of a variant.</summary>
    public Task RequestKeyFrameAsync(string variant) => PublishAsync(upstream.Subjects.KeyFrame(variant));

    private async Task PublishAsync(string subject)
    {
        // It would wait for the connection.
        if (!upstream.Server.IsConnected)
            return;
        try
        {
            await upstream.Server.Connection.PublishAsync(subject, _id);
        }
        catch (NatsException)
        {
            // The connection is lost. The lease ends by itself.
        }
    }
}
