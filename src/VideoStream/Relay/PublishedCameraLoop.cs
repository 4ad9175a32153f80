using NATS.Client.Core;
using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Relay;

/// <summary>
/// Answers the relays of one camera. If another service publishes a camera of this name, it waits until that one is gone, because relays
/// could not tell their frames apart.
/// </summary>
internal sealed partial class PublishedCameraLoop : IDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1), RetryInterval = TimeSpan.FromSeconds(5);

    private readonly PublishedCamera _camera;
    private readonly NatsServer _server;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private string? _problem;

    private PublishedCameraLoop(PublishedCamera camera, NatsServer server, TimeProvider time, ILogger logger) =>
        (_camera, _server, _time, _logger) = (camera, server, time, logger);

    public PublishedCamera Camera => _camera;

    /// <summary>Why the camera is not published, in words; null if it is.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>What is published now. For any thread.</summary>
    public PublishedCounts Counts
    {
        get
        {
            PublishStatistics statistics = _camera.Statistics;
            lock (_gate)
                return new(_camera.Leases, _camera.Variants, statistics.Frames, statistics.TooLong, Problem ?? statistics.Problem);
        }
    }

    /// <summary>Begins to answer.</summary>
    public static PublishedCameraLoop Start(PublishedCamera camera, NatsServer server, TimeProvider time, ILogger logger)
    {
        var loop = new PublishedCameraLoop(camera, server, time, logger);
        _ = Task.Run(() => loop.RunAsync(loop._end.Token));
        return loop;
    }

    /// <inheritdoc cref="PublishedCamera.Expire"/>
    public void Expire()
    {
        lock (_gate)
            _camera.Expire();
    }

    public void Dispose()
    {
        _end.Cancel();
        lock (_gate)
            _camera.Close();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (await _server.WaitAsync(RetryInterval, cancellationToken) && await IsFreeAsync(cancellationToken))
                    await AnswerAsync(cancellationToken);
                else
                    await Task.Delay(RetryInterval, _time, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(_logger, e, _camera.Camera.Name);
                await Task.Delay(RetryInterval, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Whether nobody else publishes a camera of this name.</summary>
    private async Task<bool> IsFreeAsync(CancellationToken cancellationToken)
    {
        string? problem = null;
        try
        {
            await _server.Connection.RequestAsync<byte[]?, byte[]>(
                _camera.Subjects.State, null, replyOpts: new NatsSubOpts { Timeout = AnswerTimeout }, cancellationToken: cancellationToken);
            problem = $"another service publishes a camera {_camera.Camera.Name} at {_server.Display}";
        }
        catch (NatsNoRespondersException)
        {
            // That is how it should be.
        }
        catch (NatsException e)
        {
            problem = $"{_server.Display} does not say whether another service publishes a camera {_camera.Camera.Name}: {e.Message}";
        }

        if (Interlocked.Exchange(ref _problem, problem) != problem && problem is not null)
            LogRefused(_logger, problem);
        return problem is null;
    }

    private async Task AnswerAsync(CancellationToken cancellationToken)
    {
        LogPublishing(_logger, _camera.Camera.Name, _server.Display);
        await foreach (NatsMsg<string> question in _server.Connection.SubscribeAsync<string>(
            _camera.Subjects.Questions, cancellationToken: cancellationToken))
        {
            byte[]? answer;
            lock (_gate)
                answer = _end.IsCancellationRequested ? null : _camera.Answer(question.Subject, question.Data);
            if (answer is not null && question.ReplyTo is not null && _server.IsConnected)
                await question.ReplyAsync(answer, cancellationToken: cancellationToken);
        }
    }
}
