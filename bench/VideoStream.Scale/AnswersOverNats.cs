using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using NATS.Client.Core;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Relay;

namespace VideoStream.Scale;

/// <summary>How many questions a second the origin answers over a NATS server. Those who ask are in this process, too.</summary>
internal static class AnswersOverNats
{
    private const int Connections = 4, AskersOfEach = 64, Askers = Connections * AskersOfEach;

    /// <summary>Room for all that viewers want.</summary>
    public const int MaxVariants = 1000;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(5);

    /// <returns>Whether there were answers.</returns>
    public static async Task<bool> PrintAsync(ScaleOptions options, TextWriter output)
    {
        await using NatsServer server = Origin.StartServer(options.Nats!, TimeProvider.System);
        using PublishedCameraLoop loop = PublishedCameraLoop.Start(
            Origin.CreateCamera(server, TimeProvider.System, MaxVariants),
            new PublishRight(server, Origin.Subjects, Origin.SettingsOf(MaxVariants), TimeProvider.System),
            server,
            TimeProvider.System,
            NullLogger.Instance);
        (string Variant, string Id)[] leases = [.. AnswerCosts.LeasesOf(options)];
        if (!await server.WaitAsync(Time, CancellationToken.None) || !await IsAnsweringAsync(server))
        {
            await output.WriteLineAsync($"Nobody answers at {server.Display}. {loop.Problem}");
            return false;
        }

        TimeSpan before = Environment.CpuUsage.TotalTime;
        long answers = (await Task.WhenAll(Enumerable.Range(0, Connections).Select(i => AskAsync(options.Nats!, leases, i)))).Sum();
        double cpu = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / answers;
        double rate = answers / Time.TotalSeconds;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            Over NATS, {Askers} at the same time: {rate:0} answers a second, {loop.Counts.Leases} leases.
            Asking and answering took {cpu:0.0} µs of CPU each, without the NATS server's.
            """));
        return answers > 0;
    }

    /// <summary>Waits until the origin has subscribed.</summary>
    private static async Task<bool> IsAnsweringAsync(NatsServer server)
    {
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Time)
        {
            try
            {
                await server.Connection.RequestAsync<byte[]?, byte[]>(Origin.Subjects.State, null);
                return true;
            }
            catch (NatsNoRespondersException)
            {
                await Task.Delay(50);
            }
        }

        return false;
    }

    private static async Task<long> AskAsync(string url, (string Variant, string Id)[] leases, int connection)
    {
        await using var nats = new NatsConnection(NatsOpts.Default with { Url = url });
        await nats.ConnectAsync();
        long started = Stopwatch.GetTimestamp();
        long[] answers = await Task.WhenAll(Enumerable.Range(0, AskersOfEach).Select(async asker =>
        {
            long count = 0;
            for (int next = (connection * AskersOfEach) + asker; Stopwatch.GetElapsedTime(started) < Time; next += Askers)
            {
                var (variant, id) = leases[next % leases.Length];
                await nats.RequestAsync<string, byte[]>(Origin.Subjects.Lease(variant), id);
                count++;
            }

            return count;
        }));
        return answers.Sum();
    }
}
