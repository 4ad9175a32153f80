using System.Text.Json;
using NATS.Client.Core;
using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Relay;

/// <summary>
/// The right to publish a camera under its name. Two services that do so would mix their frames. The first one has it, unless another one
/// takes it over; of two that began at the same time, the one with the lower instance.
/// </summary>
/// <param name="server">The connection.</param>
/// <param name="subjects">The camera's subjects.</param>
/// <param name="settings">What counts for all cameras.</param>
/// <param name="time">The clock.</param>
internal sealed class PublishRight(NatsServer server, NatsSubjects subjects, PublishSettings settings, TimeProvider time)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1), RetryInterval = TimeSpan.FromSeconds(5);

    private const string Silence = "it does not answer";

    private bool _mayTakeOver = settings.TakesOver;

    /// <summary>Whether nobody else publishes it, or not any more.</summary>
    /// <returns>Why not, in words; null if so.</returns>
    public async Task<string?> TryTakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            long[] others = await OthersAsync(cancellationToken);
            if (others.Length == 0 || await TryTakeOverAsync(cancellationToken))
            {
                // Who is taken over later must not take it back.
                _mayTakeOver = false;
                return null;
            }

            return $"another service publishes a camera {subjects.Camera} at {server.Display}";
        }
        catch (Exception e) when (e.IsOfConnection(cancellationToken))
        {
            string why = e is NatsException ? e.Message : Silence;
            return $"{server.Display} does not say whether another service publishes a camera {subjects.Camera}: {why}";
        }
    }

    /// <summary>Waits until another service publishes the camera, too, and may. Then this one must stop.</summary>
    /// <param name="interval">The time between two questions for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Why it must stop, in words.</returns>
    public async Task<string> LostAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(interval, time, cancellationToken);
            try
            {
                if (server.IsConnected && (await OthersAsync(cancellationToken)).Any(other => other < settings.Instance))
                    return $"another service publishes a camera {subjects.Camera} at {server.Display}";
            }
            catch (Exception e) when (e.IsOfConnection(cancellationToken))
            {
                // The connection is lost. The next question comes soon.
            }
        }
    }

    /// <summary>Waits until another service takes the camera over: for ever, where the server does not let this one hear of it.</summary>
    /// <returns>Its request, which is to be answered when this service has stopped.</returns>
    public async Task<NatsMsg<byte[]>> TakenOverAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (server.Refusals.Of(subjects.TakeOver) is null)
                {
                    await foreach (NatsMsg<byte[]> request in server.Connection.SubscribeAsync<byte[]>(
                        subjects.TakeOver, cancellationToken: cancellationToken))
                        return request;
                }
            }
            catch (Exception e) when (e.IsOfConnection(cancellationToken))
            {
                // The link stood still for too long to subscribe.
            }

            await Task.Delay(RetryInterval, time, cancellationToken);
        }
    }

    /// <summary>The instances of all other services that publish it.</summary>
    private async Task<long[]> OthersAsync(CancellationToken cancellationToken)
    {
        var others = new List<long>();
        bool isAnswered = false;
        try
        {
            await foreach (NatsMsg<byte[]> answer in server.Connection.RequestManyAsync<byte[]?, byte[]>(
                subjects.State,
                null,
                replyOpts: AllAnswers.Options,
                cancellationToken: cancellationToken))
            {
                isAnswered = true;
                // An answer that can't be read is that of another version.
                if (InstanceOf(answer.Data) is var instance && instance != settings.Instance)
                    others.Add(instance);
            }
        }
        catch (NatsNoRespondersException)
        {
            // Nobody publishes it, says the server.
            return [];
        }

        // Who publishes it is silent, or the link stands still.
        if (!isAnswered)
            await PingAsync(cancellationToken);
        return [.. others];
    }

    /// <exception cref="NatsException">The server does not answer.</exception>
    private async Task PingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await server.Connection.PingAsync(cancellationToken).AsTask().WaitAsync(AnswerTimeout, time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // Cancelled by the client, whose connection was lost meanwhile.
            throw new NatsException(Silence);
        }
    }

    private static long InstanceOf(byte[]? answer)
    {
        try
        {
            return JsonSerializer.Deserialize(answer ?? [], NatsJson.Default.PublishedState)?.Instance ?? 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    private async Task<bool> TryTakeOverAsync(CancellationToken cancellationToken)
    {
        if (!_mayTakeOver)
            return false;
        try
        {
            await server.Connection.RequestAsync<byte[]?, byte[]>(
                subjects.TakeOver, null, replyOpts: new NatsSubOpts { Timeout = AnswerTimeout }, cancellationToken: cancellationToken);
            return true;
        }
        catch (Exception e) when (e.IsOfConnection(cancellationToken))
        {
            // Not allowed by the server, or the other one is of an older version. Or its answer waits behind its frames.
            return (await OthersAsync(cancellationToken)).Length == 0;
        }
    }
}
