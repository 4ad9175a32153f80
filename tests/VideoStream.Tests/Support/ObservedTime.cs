using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace VideoStream.Tests.Support;

/// <summary>Time that stands still until a test moves it, and tells the test for how long somebody began to wait.</summary>
internal sealed class ObservedTime : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public ObservedTime()
    {
    }

    public ObservedTime(DateTimeOffset start)
        : base(start)
    {
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        _waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Waits until somebody waits, and says for how long it wants to.</summary>
    public Task<TimeSpan> NextWaitAsync() => Limit.Within(_waits.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask());

    /// <summary>Waits until somebody waits, and leaves that wait to be passed.</summary>
    public Task UntilWaitAsync() => Limit.Within(_waits.Reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask());

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
            while (_waits.Reader.TryRead(out TimeSpan wait))
            {
                waits.Add(wait);
                Advance(wait);
            }

            if (!task.IsCompleted)
                continue;
            await done.CancelAsync();
            await task;
            return waits;
        }
    }
}
