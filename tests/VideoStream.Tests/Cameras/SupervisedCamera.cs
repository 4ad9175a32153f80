using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

/// <summary>A camera whose source is under the control of the test, and its supervisor. All in virtual time.</summary>
public abstract class SupervisedCamera : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<CameraState> _states = [];
    private CameraSupervisor? _supervisor;

    protected SupervisedCamera()
    {
        Camera = new Camera("front", new CameraOptions { FrameRate = 30 }, Time);
        Camera.StatusChanged += camera =>
        {
            lock (_states)
                _states.Add(camera.Status.State);
        };
    }

    private protected ObservedTime Time { get; } = new(TestFrames.CapturedAt);

    private protected ListLogger<CameraSupervisor> Log { get; } = new();

    private protected ScriptedReaders Readers { get; } = new();

    private protected Camera Camera { get; }

    /// <summary>The supervisor's run.</summary>
    private protected Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>The states that the camera has had, in order.</summary>
    private protected CameraState[] States
    {
        get
        {
            lock (_states)
                return [.. _states];
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Limit.Within(Running);
        Camera.Close();
        Limit.Until(() => Camera.Pool.Rented == 0);
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the supervisor, and returns when it has begun to open a camera that is always open.</summary>
    /// <param name="chance">What its random numbers are.</param>
    private protected void Start(double chance = 0)
    {
        _supervisor = new CameraSupervisor(Camera, Readers, Time, new FixedRandom(chance), Log);
        Running = Task.Run(() => _supervisor.RunAsync(_stop.Token));
        if (!Readers.OnDemand)
            Limit.Until(() => Readers.Connections == 1 && Readers.Newest.Opened == 1);
    }

    /// <summary>Runs the supervisor again after it has failed.</summary>
    private protected void Restart() => Running = _supervisor!.RunAsync(_stop.Token);

    private protected void Deliver() => Readers.Newest.Deliver();

    /// <summary>Delivers a frame, and returns when the camera has published it.</summary>
    private protected void DeliverOne()
    {
        long captured = Camera.Captured;
        Deliver();
        Limit.Until(() => Camera.Captured == captured + 1);
    }

    /// <summary>Waits for a state, and if that is live, for the frame.</summary>
    private protected void Until(CameraState state) =>
        Limit.Until(() => Camera.Status.State == state && (state != CameraState.Live || Camera.Frames.Newest.Number > 0));

    /// <summary>Lets time pass until the connection has been given up.</summary>
    private protected void GiveUp() => Limit.Until(() => Passes(() => Camera.Status.State == CameraState.Lost));

    /// <summary>Lets time pass until there have been so many connections.</summary>
    private protected void UntilConnection(int number) => Limit.Until(() => Passes(() => Readers.Connections >= number));

    /// <summary>Lets a little time pass if the condition does not hold yet.</summary>
    private protected bool Passes(Func<bool> condition)
    {
        if (condition())
            return true;
        Time.Advance(TimeSpan.FromMilliseconds(10));
        return false;
    }
}
