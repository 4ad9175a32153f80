using System.Text.Json;
using NATS.Client.Core;
using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Relay;

/// <summary>Asks the service that publishes a camera for a variant.</summary>
/// <param name="upstream">The service.</param>
/// <param name="time">The clock.</param>
internal sealed class LeaseClient(Upstream upstream, TimeProvider time)
{
    /// <summary>The time between two questions for a key frame. The service that publishes makes one a second at most.</summary>
    public static readonly TimeSpan KeyFrameInterval = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Where a link is too thin, the relay connects anew in the moment in which it gives up a large variant.</summary>
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(2);

    private string _id = NewId();

    /// <summary>What it asks by next, to join once more; the same until there is an answer.</summary>
    private string? _nextId;

    private long _askedAt, _joinedAt;
    private volatile bool _needsKeyFrame;

    /// <summary>Asks for a variant, or goes on asking for it.</summary>
    /// <param name="variant">Its name.</param>
    /// <param name="rate">Frames a second at most; infinite for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The answer; null if there is none.</returns>
    public async Task<LeaseAnswer?> AskAsync(string variant, double rate, CancellationToken cancellationToken)
    {
        // Who joins gets a key frame.
        bool joins = _needsKeyFrame;
        string id = joins ? _nextId ??= NewId() : _id;
        try
        {
            NatsMsg<byte[]> answer = await upstream.Server.Connection.RequestAsync<string, byte[]>(
                upstream.Subjects.Lease(variant),
                new LeaseRequest(id, rate).ToString(),
                replyOpts: new NatsSubOpts { Timeout = AnswerTimeout },
                cancellationToken: cancellationToken);
            upstream.Server.Refusals.Remove(upstream.Subjects.Lease(variant));
            var read = NatsAnswers.Lease(answer.Data);
            if (joins && read?.Variant is not null)
                await ReplaceAsync(id, variant);
            return read;
        }
        catch (Exception e) when (e is JsonException || e.IsOfConnection(cancellationToken))
        {
            return null;
        }
    }

    /// <summary>The variant is not needed any more. Without this the lease would end some seconds later.</summary>
    public async Task ReleaseAsync(string variant)
    {
        await upstream.Server.WaitAsync(ReleaseTimeout, CancellationToken.None);
        await PublishAsync(upstream.Subjects.Release(variant), _id);
        if (_nextId is { } next)
            await PublishAsync(upstream.Subjects.Release(variant), next);
    }

    /// <summary>Whether the server does not let it ask for key frames of a variant.</summary>
    public bool IsKeyFrameRefused(string variant) => upstream.Server.Refusals.Of(upstream.Subjects.KeyFrame(variant)) is not null;

    /// <summary>
    /// Asks for a key frame of a variant, if that was not done just now. Each frame without one asks again while a viewer waits.
    /// </summary>
    /// <returns>False if it may not ask for one, but gets one when it asks for the variant the next time. For any thread.</returns>
    public bool TryRequestKeyFrame(string variant)
    {
        bool isRefused = IsKeyFrameRefused(variant);
        TimeSpan interval = isRefused ? LeaseTable.RenewInterval : KeyFrameInterval;
        ref long at = ref isRefused ? ref _joinedAt : ref _askedAt;
        long now = time.GetTimestamp(), last = Interlocked.Read(ref at);
        bool isTooSoon = last != 0 && time.GetElapsedTime(last, now) < interval;
        if (isTooSoon || Interlocked.CompareExchange(ref at, now, last) != last)
            return true;
        _needsKeyFrame = isRefused;
        if (!isRefused)
            _ = PublishAsync(upstream.Subjects.KeyFrame(variant), _id);
        return !isRefused;
    }

    private static string NewId() => Guid.NewGuid().ToString("N");

    private async Task ReplaceAsync(string id, string variant)
    {
        string before = _id;
        (_id, _nextId, _needsKeyFrame) = (id, null, false);
        await PublishAsync(upstream.Subjects.Release(variant), before);
    }

    private async Task PublishAsync(string subject, string id)
    {
        // It would wait for the connection.
        if (!upstream.Server.IsConnected)
            return;
        try
        {
            await upstream.Server.Connection.PublishAsync(subject, id);
        }
        catch (Exception e) when (e.IsOfConnection(CancellationToken.None))
        {
            // The connection is lost, or takes nothing. The lease ends by itself.
        }
    }
}
