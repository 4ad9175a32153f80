using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using VideoStream.Encoding;
using VideoStream.Hosting;

namespace VideoStream.Benchmarks;

/// <summary>
/// Counts of the whole service that must not grow: bytes allocated a delivered frame, large objects, and encodes a captured frame.
/// The service runs in this process, its viewers in another.
/// </summary>
internal static class DeliveryCounts
{
    // Of fewer frames than these a count says nothing. A busy machine skips many: a rate would judge the machine.
    private const int Viewers = 50, LargestAllocation = 500, FewestFrames = 1000;

    // A moment of more frames at once than ever before takes a buffer more. One for each frame would be a mistake.
    private const int FramesPerLargeObject = 20;

    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(3);

    /// <summary>Counts for each transport.</summary>
    /// <returns>Whether all counts are within their bounds.</returns>
    public static async Task<bool> CheckAsync()
    {
        await using WebApplication service = await StartAsync();
        bool good = true;
        foreach (string protocol in (string[])["ws", "mjpeg"])
            good &= await CheckAsync(service, protocol);

        await service.StopAsync();
        return good;
    }

    private static async Task<bool> CheckAsync(WebApplication service, string protocol)
    {
        VariantSet camera = service.Services.GetRequiredService<VariantRegistry>().All.Single();
        string address = service.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        using var large = new LargeObjects();
        // Without adaptation, which can give a viewer another quality while the machine is busy.
        using var load = LoadProcess.Start(address, protocol, "adaptive=false", Viewers, Measured * 2.5);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (camera.Camera.Viewers < Viewers)
            await Task.Delay(50, deadline.Token);
        // Warm-up: buffers grow to their size, and hot methods are compiled again.
        await Task.Delay(Measured, deadline.Token);

        int largeBefore = large.Count;
        long allocated = GC.GetTotalAllocatedBytes(precise: true), captured = camera.Camera.Captured, encodes = camera.Statistics.Encodes;
        await Task.Delay(Measured, deadline.Token);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        captured = camera.Camera.Captured - captured;
        encodes = camera.Statistics.Encodes - encodes;
        int largeObjects = large.Count - largeBefore;

        double rate = await load.RateAsync(deadline.Token), asked = camera.Camera.Options.FrameRate;
        double delivered = captured * Viewers * Math.Min(1, rate / asked);
        double each = allocated / delivered, perCaptured = (double)encodes / captured;
        // Fewer encodes than captured frames are fine: a busy machine skips frames.
        bool good = delivered >= FewestFrames && each < LargestAllocation && perCaptured < 1.02
            && largeObjects * FramesPerLargeObject <= captured;
        Console.WriteLine(
            $"{protocol}, {Viewers} viewers at {rate:0.0} frames/s: {each:0} bytes allocated a delivered frame "
            + $"(under {LargestAllocation}), "
            + $"{largeObjects} large objects (at most {captured / FramesPerLargeObject}; {largeBefore} before), "
            + $"{perCaptured:0.00} encodes a captured frame (at most 1): "
            + (good ? "met" : "NOT MET"));
        return good;
    }

    private static async Task<WebApplication> StartAsync()
    {
        if (!NativeLibraries.TryPrepare(out string? problem))
            throw new InvalidOperationException(problem);
        WebApplicationBuilder builder = Hosting.CommandLine.CreateBuilder(
        [
            // Large enough that each frame outside of pooled memory would be a large object.
            "--source=test",
            "--VideoStream:Cameras:main:Width=1920",
            "--VideoStream:Cameras:main:Height=1080",
            "--urls=http://127.0.0.1:0",
            $"--VideoStream:WebSocket:MaxClients={Viewers}",
            "--Serilog:MinimumLevel:Default=Warning",
            "--Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime=Warning",
        ]);
        builder.AddVideoStream();
        WebApplication service = builder.Build();
        service.MapVideoStream();
        await service.StartAsync();
        return service;
    }
}
