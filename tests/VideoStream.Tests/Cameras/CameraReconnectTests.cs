using Microsoft.Extensions.Logging;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

/// <summary>How a camera is opened again after each kind of failure.</summary>
public sealed class CameraReconnectTests : SupervisedCamera
{
    private readonly ManualResetEventSlim _driver = new();

    public override async ValueTask DisposeAsync()
    {
        _driver.Set();
        await base.DisposeAsync();
        _driver.Dispose();
    }

    [Fact]
    public void A_read_that_never_returns_does_not_prevent_the_next_connection()
    {
        Readers.Make = number => number == 1 ? Hanging() : new ScriptedReader();
        Start();
        Limit.Until(() => Readers.Newest.Opened == 1);
        GiveUp();
        UntilConnection(2);
        Deliver();
        Until(CameraState.Live);
        Limit.Until(() => Camera.Frames.Newest.Number == 1);
    }

    [Fact]
    public void At_most_three_reads_that_never_return_pile_up()
    {
        Readers.Make = _ => Hanging();
        Start();
        for (int connection = 1; connection <= 3; connection++)
        {
            UntilConnection(connection);
            Limit.Until(() => Readers.Newest.Opened == 1);
            GiveUp();
        }

        Limit.Until(() => Passes(() => Camera.Status.Reason == "the driver doesn't come back from its reads"));
        Assert.Equal(3, Readers.Connections);

        // The driver returns at last, and the camera is opened again.
        Readers.Make = _ => new ScriptedReader();
        _driver.Set();
        UntilConnection(4);
    }

    [Fact]
    public async Task A_source_that_can_not_be_opened_is_retried_for_ever_and_logged_once()
    {
        Readers.Make = number => new ScriptedReader { OnOpen = _ => number <= 6 ? Faults.Of("no such thing") : SourceResult.Ok };
        Start();
        for (int connection = 1; connection <= 6; connection++)
        {
            UntilConnection(connection);
            Until(CameraState.Lost);
            Assert.Equal("no such thing", Camera.Status.Reason);
        }

        UntilConnection(7);
        Assert.Equal((CameraState.Connecting, "no such thing"), (Camera.Status.State, Camera.Status.Reason));
        Deliver();
        Until(CameraState.Live);
        Assert.Equal((LogLevel.Warning, "Camera front unavailable: no such thing. Retrying."), await Log.NextAsync());
        Assert.Equal((LogLevel.Information, "Camera front is live: 64x48"), await Log.NextAsync());
        Assert.Empty(Log.Rest());
    }

    [Fact]
    public void Delays_double_and_start_again_after_the_camera_was_live()
    {
        Readers.Make = number => new ScriptedReader { OnOpen = _ => number is 3 ? SourceResult.Ok : Faults.Of("no such thing") };
        Start();
        Assert.Equal(0.5, NextWait(1));
        Assert.Equal(1, NextWait(2));
        UntilConnection(3);
        Deliver();
        Until(CameraState.Live);
        Readers.Newest.Grabs(() => Faults.Of("unplugged"));
        Assert.Equal(0.5, NextWait(3));
    }

    [Fact]
    public void A_source_that_is_reachable_again_is_opened_at_once()
    {
        (Camera.Options.ReconnectMin, Camera.Options.ReconnectMax) = (3600, 3600);
        Readers.Make = number => new ScriptedReader { OnOpen = _ => number == 1 ? Faults.NoDevice : SourceResult.Ok };
        Start();
        Until(CameraState.Lost);
        long nextTry = Camera.Status.NextTry!.Value;
        // A source that is reachable from the start would wait for the delay.
        Limit.Until(() => Readers.Probes > 0);

        Readers.IsReachable = true;
        UntilConnection(2);
        Assert.True(Time.GetTimestamp() < nextTry);
    }

    [Fact]
    public void A_device_that_was_live_and_is_gone_was_unplugged()
    {
        Readers.Make = number => number == 1 ? new ScriptedReader() : new ScriptedReader { OnOpen = _ => Faults.NoDevice };
        Start();
        Deliver();
        Until(CameraState.Live);
        Readers.Newest.Grabs(() => Faults.NoDevice);
        Until(CameraState.Lost);
        Assert.Equal("unplugged: no such device: /dev/video0", Camera.Status.Reason);
        UntilConnection(2);
        Until(CameraState.Lost);
        Assert.Equal("unplugged: no such device: /dev/video0", Camera.Status.Reason);
    }

    [Fact]
    public void A_reader_that_throws_is_a_fault_and_is_opened_again()
    {
        Readers.Make = number => number == 1
            ? new ScriptedReader { OnRetrieve = _ => throw new InvalidOperationException("driver\nfailed") }
            : new ScriptedReader();
        Start();
        Deliver();
        Until(CameraState.Lost);
        Assert.Equal("driver failed", Camera.Status.Reason);
        UntilConnection(2);
        Deliver();
        Until(CameraState.Live);
    }

    [Fact]
    public void A_source_that_delivers_only_damaged_frames_is_given_up()
    {
        Readers.Make = _ => new ScriptedReader
        {
            OnRetrieve = _ =>
            {
                // Below the seven seconds after which the connection would be given up as stalled.
                Time.Advance(TimeSpan.FromSeconds(0.9));
                return false;
            },
        };
        Start();
        for (int i = 0; i < 10; i++)
            Deliver();
        Until(CameraState.Lost);
        Assert.Equal("delivers nothing but damaged pictures", Camera.Status.Reason);
        Assert.Equal((0L, 7L), (Camera.Captured, Camera.DecodeErrors));
    }

    /// <summary>A reader whose reads ignore their cancellation.</summary>
    private ScriptedReader Hanging()
    {
        var reader = new ScriptedReader();
        reader.Grabs(() =>
        {
            _driver.Wait(TimeSpan.FromSeconds(60), CancellationToken.None);
            return Faults.Of("too late");
        });
        return reader;
    }

    /// <summary>The delay after a failed connection, in seconds.</summary>
    private double NextWait(int connection)
    {
        UntilConnection(connection);
        Until(CameraState.Lost);
        return Time.GetElapsedTime(Camera.Status.Since, Camera.Status.NextTry!.Value).TotalSeconds;
    }
}
