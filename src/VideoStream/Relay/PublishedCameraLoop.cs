using NATS.Client.Core;
using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Relay;

/// <summary>Answers the relays of one camera, while it has the right to publish it (<see cref="PublishRight"/>).</summary>
internal sealed partial class PublishedCameraLoop : IDisposable
{
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(0.1), RetryInterval = TimeSpan.FromSeconds(5),
        RefusalPause = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// After an outage of the server. Who published before it goes on without asking, but may connect later than one who waits for the
    /// right.
    /// </summary>
    private static readonly TimeSpan OutagePause = TimeSpan.FromSeconds(2);

    // Two services that began at the same time, or on two sides of a broken cluster, find each other.
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(5);

    private readonly PublishedCamera _camera;
    private readonly PublishRight _right;
    private readonly NatsServer _server;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private string? _problem;
    private string? _logged;
    private bool _isTooLongLogged;

    private PublishedCameraLoop(PublishedCamera camera, PublishRight right, NatsServer server, TimeProvider time, ILogger logger) =>
        (_camera, _right, _server, _time, _logger) = (camera, right, server, time, logger);

    public PublishedCamera Camera => _camera;

    /// <summary>Why the camera is not published, in words; null if it is.</summary>
    public string? Problem => _server.IsLost ? _server.Fault.Text : Volatile.Read(ref _problem);

    /// <summary>What is published now. For any thread.</summary>
    public PublishedCounts Counts
    {
        get
        {
            PublishStatistics statistics = _camera.Statistics;
            lock (_gate)
            {
                string? problem = Problem ?? FindRefusal() ?? _camera.Refusal ?? _camera.TooLong;
                return new(_camera.Leases, _camera.Variants, statistics.Frames, statistics.TooLong, problem);
            }
        }
    }

    /// <summary>Begins to answer.</summary>
    public static PublishedCameraLoop Start(
        PublishedCamera camera, PublishRight right, NatsServer server, TimeProvider time, ILogger logger)
    {
        var loop = new PublishedCameraLoop(camera, right, server, time, logger);
        _ = Task.Run(() => loop.RunAsync(loop._end.Token));
        return loop;
    }

    /// <inheritdoc cref="PublishedCamera.Expire"/>
    public void Expire()
    {
        lock (_gate)
            _camera.Expire();
        PublishStatistics statistics = _camera.Statistics;
        if (statistics.TooLong == 0 || _isTooLongLogged)
            return;
        _isTooLongLogged = true;
        LogTooLong(_logger, _camera.Camera.Name, statistics.LastTooLong!);
    }

    public void Dispose()
    {
        _end.Cancel();
        lock (_gate)
            _camera.Close();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        bool hasAsked = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                bool isConnected = await WaitAsync(hasAsked, cancellationToken);
                hasAsked |= isConnected;
                if (isConnected && !SetProblem(await _right.TryTakeAsync(cancellationToken)))
                    SetProblem(await PublishAsync(cancellationToken));
                // Who has just lost the camera does not ask before the other one answers.
                await Task.Delay(isConnected ? RetryInterval : ShortPause, _time, cancellationToken);
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

    /// <summary>Waits for the server, and for others that connect to it again.</summary>
    /// <returns>Whether it is there.</returns>
    private async Task<bool> WaitAsync(bool isAgain, CancellationToken cancellationToken)
    {
        bool isConnected = await _server.WaitAsync(RetryInterval, cancellationToken);
        // It may be lost once more meanwhile.
        while (isConnected && isAgain && OutagePause - _server.OpenedFor is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, _time, cancellationToken);
            isConnected = _server.IsConnected;
        }

        return isConnected;
    }

    /// <returns>Whether there is one.</returns>
    private bool SetProblem(string? problem)
    {
        Volatile.Write(ref _problem, problem);
        if (problem is null)
            return false;
        if (problem != _logged)
            LogRefused(_logger, problem);
        _logged = problem;
        return true;
    }

    /// <summary>Answers relays, until another service has the right to this camera.</summary>
    /// <returns>Why it has ended, in words.</returns>
    private async Task<string> PublishAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task answering = AnswerAsync(end.Token);
        if (await FindRefusalAsync(cancellationToken) is { } refusal)
        {
            await end.CancelAsync();
            await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return refusal;
        }

        _logged = null;
        LogPublishing(_logger, _camera.Camera.Name, _server.Display);
        Task<NatsMsg<byte[]>> takenOver = _right.TakenOverAsync(end.Token);
        Task<string> lost = _right.LostAsync(CheckInterval, end.Token);
        Task ended = await Task.WhenAny(answering, takenOver, lost);
        await end.CancelAsync();
        await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
            _camera.Close();
        if (ended == lost)
            return await lost;
        if (ended != takenOver)
            await answering;
        NatsMsg<byte[]> request = await takenOver;
        await request.TryReplyAsync(null, cancellationToken);
        return $"another service has taken over camera {_camera.Camera.Name} at {_server.Display}";
    }

    /// <summary>The server says beside the subscription that it refuses it.</summary>
    private async Task<string?> FindRefusalAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(RefusalPause, _time, cancellationToken);
        return FindRefusal();
    }

    /// <summary>Why questions can't be received; null if they can.</summary>
    private string? FindRefusal() => _server.Refusals.Of(_camera.Subjects.Questions) is { } refusal
        ? $"{_server.Display}: the NATS server refuses: {refusal}"
        : null;

    private async Task AnswerAsync(CancellationToken cancellationToken)
    {
        await foreach (NatsMsg<string> question in _server.Connection.SubscribeAsync<string>(
            _camera.Subjects.Questions, cancellationToken: cancellationToken))
        {
            byte[]? answer;
            lock (_gate)
                answer = cancellationToken.IsCancellationRequested ? null : _camera.Answer(question.Subject, question.Data);
            if (answer is not null && _server.IsConnected)
                await question.TryReplyAsync(answer, cancellationToken);
        }
    }
}
