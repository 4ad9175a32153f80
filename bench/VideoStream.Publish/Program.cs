using System.Globalization;
using NATS.Client.Core;

// The least that NATS costs a .NET program, as a yardstick. With files: publishes them in turn, at a steady rate. Without: only receives.
if (args is [var from, var watched])
    return await ReceiveAsync(from, watched);
if (args is not [var url, var subject, var rateText, .. { Length: > 0 } files]
    || !double.TryParse(rateText, CultureInfo.InvariantCulture, out double rate))
{
    Console.Error.WriteLine("usage: VideoStream.Publish NATS-URL SUBJECT [FRAMES-A-SECOND FILE...]");
    return 1;
}

ReadOnlyMemory<byte>[] frames = [.. files.Select(file => (ReadOnlyMemory<byte>)File.ReadAllBytes(file))];
await using var connection = new NatsConnection(new NatsOpts { Url = url });
await connection.ConnectAsync();
using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / rate));
for (int i = 0; await timer.WaitForNextTickAsync(); i++)
    await connection.PublishAsync(subject, frames[i % frames.Length]);
return 0;

static async Task<int> ReceiveAsync(string url, string subject)
{
    await using var connection = new NatsConnection(new NatsOpts { Url = url });
    await foreach (NatsMsg<NatsMemoryOwner<byte>> message in connection.SubscribeAsync<NatsMemoryOwner<byte>>(subject))
        message.Data.Dispose();
    return 0;
}
