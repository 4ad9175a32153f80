using System.Globalization;
using NATS.Client.Core;

// The least that publishing frames to NATS costs a .NET program: the given files in turn, at a steady rate, and nothing else. A yardstick.
if (args is not [var url, var subject, var rateText, .. { Length: > 0 } files]
    || !double.TryParse(rateText, CultureInfo.InvariantCulture, out double rate))
{
    Console.Error.WriteLine("usage: VideoStream.Publish NATS-URL SUBJECT FRAMES-A-SECOND FILE...");
    return 1;
}

ReadOnlyMemory<byte>[] frames = [.. files.Select(file => (ReadOnlyMemory<byte>)File.ReadAllBytes(file))];
await using var connection = new NatsConnection(new NatsOpts { Url = url });
await connection.ConnectAsync();
using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / rate));
for (int i = 0; await timer.WaitForNextTickAsync(); i++)
    await connection.PublishAsync(subject, frames[i % frames.Length]);
return 0;
