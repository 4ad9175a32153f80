using VideoStream.Cameras;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Programs that work on each frame before they read the next, and whose kernel has room for hundreds of frames.</summary>
public sealed class SlowProgramTests
{
    private const byte FinalBinary = 0x82, Ping = 0x89, Pong = 0x8A;

    /// <summary>Frames that the camera captures while the program works on one.</summary>
    private const int Work = 6;

    private const int Frames = 25, Last = 5, ReceiveBuffer = 4 * 1024 * 1024;

    private static readonly (string, string)[] Small = [("Cameras:main:Width", "320"), ("Cameras:main:Height", "180")];

    [Theory]
    [InlineData(WritePath.Direct)]
    [InlineData(WritePath.Middleware)]
    [InlineData(WritePath.Tls)]
    public async Task A_program_that_never_acknowledges_works_on_recent_frames(WritePath path)
    {
        using var service = new ServiceHost(path, Small);
        using RawClient client = await RawClient.ConnectAsync(service.Address, receiveBuffer: ReceiveBuffer);
        Camera camera = service.Get<CameraRegistry>().All.Single();
        var behind = new List<long>();
        for (int i = 0; i < Frames; i++)
        {
            behind.Add(camera.Captured - await NextNumberAsync(client));
            long captured = camera.Captured;
            await Eventually.HoldsAsync(() => camera.Captured >= captured + Work, "more frames");
        }

        // Without a bound it would be behind by five frames more after each that it has read. A machine that stood still makes only the
        // frames old that were sent before, so the best of the last few counts.
        Assert.InRange(behind.TakeLast(Last).Min(), 0, 3 * Work);
    }

    private static async Task<long> NextNumberAsync(RawClient client)
    {
        while (true)
        {
            var (first, payload) = await client.ReadFrameAsync();
            if (first == Ping)
                await client.SendFrameAsync(Pong, payload);
            else if (first == FinalBinary)
                return new ReceivedFrame(payload).Seq;
        }
    }
}
