using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;

namespace VideoStream.Tests.Support;

/// <summary>
/// Time that stands still until a test moves it, and tells the test for how long somebody began to wait. A loop on another thread can be
/// between two waits. If time moves then, its next wait ends later than the test expects, so a test moves time by the waits.
/// </summary>
internal sealed class ObservedTime : FakeTimeProvider
{
    private readonly Channel<ObservedWait> _waits = Channel.CreateUnbounded<ObservedWait>();

    public ObservedTime()
    {
    }

    public ObservedTime(DateTimeOffset start)
        : base(start)
    {
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var wait = new ObservedWait(dueTime);
        ITimer timer = base.CreateTimer(
            passed =>
            {
                wait.End();
                callback(passed);
            },
            state,
            dueTime,
            period);
        wait.Begin(timer, GetTimestamp() + this.Ticks(dueTime));
        if (dueTime != Timeout.InfiniteTimeSpan)
            _waits.Writer.TryWrite(wait);
        return wait;
    }

    /// <summary>Whether somebody waits. Waits that are over are forgotten.</summary>
    public bool HasWaits
    {
        get
        {
            while (_waits.Reader.TryPeek(out ObservedWait? wait))
            {
                if (!wait.IsOver)
                    return true;
                _waits.Reader.TryRead(out _);
            }

            return false;
        }
    }

    /// <summary>Waits until somebody waits, and says for how long it wants to.</summary>
    public async Task<TimeSpan> NextWaitAsync()
    {
        ObservedWait wait = await CurrentWaitAsync();
        _waits.Reader.TryRead(out _);
        return wait.Time;
    }

    /// <summary>Waits until somebody waits, and leaves that wait to be passed.</summary>
    public Task UntilWaitAsync() => CurrentWaitAsync();

    /// <summary>Waits until somebody waits, and lets exactly so much time pass.</summary>
    public async Task PassNextWaitAsync() => Advance(await NextWaitAsync());

    /// <summary>Waits until somebody waits for a time, and lets exactly that pass. Other waits are forgotten.</summary>
    public async Task PassWaitAsync(TimeSpan wait)
    {
        Deadline deadline = Limit.Deadline();
        while (await NextWaitAsync() != wait)
            deadline.Check();
        Advance(wait);
    }

    /// <summary>Lets time pass, wait by wait, so that a loop gets to every step that it wants to make meanwhile.</summary>
    public async Task PassAsync(TimeSpan span)
    {
        Deadline deadline = Limit.Deadline();
        long end = GetTimestamp() + this.Ticks(span);
        while (GetTimestamp() < end)
        {
            deadline.Check();
            ObservedWait wait = await CurrentWaitAsync();
            Advance(GetElapsedTime(GetTimestamp(), Math.Min(wait.Due, end)));
        }
    }

    /// <summary>Forgets the waits that began before, such as time limits that were met.</summary>
    public void ForgetWaits()
    {
        while (_waits.Reader.TryRead(out _))
        {
        }
    }

    /// <summary>Lets blocking work run on a thread of its own, and moves the time on whenever it waits.</summary>
    /// <returns>How long it waited, wait by wait.</returns>
    public async Task<List<TimeSpan>> RunAsync(Action work)
    {
        var waits = new List<TimeSpan>();
        ForgetWaits();
        Task task = OwnThread.Run(work);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Deadline deadline = Limit.Deadline();
        while (true)
        {
            deadline.Check();
            Task<bool> waiting = _waits.Reader.WaitToReadAsync(done.Token).AsTask();
            await Limit.Within(Task.WhenAny(task, waiting));
            while (_waits.Reader.TryRead(out ObservedWait? wait))
            {
                waits.Add(wait.Time);
                Advance(wait.Time);
            }

            if (!task.IsCompleted)
                continue;
            await done.CancelAsync();
            await task;
            return waits;
        }
    }

    /// <summary>Waits until somebody waits. Waits that are over are forgotten.</summary>
    private async Task<ObservedWait> CurrentWaitAsync()
    {
        while (true)
        {
            await Limit.Within(_waits.Reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask());
            if (HasWaits && _waits.Reader.TryPeek(out ObservedWait? wait))
                return wait;
        }
    }
}
