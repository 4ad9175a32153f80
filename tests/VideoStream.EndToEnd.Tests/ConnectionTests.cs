using System.Net.Sockets;
using System.Net.WebSockets;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Admission and end of clients, on all write paths.</summary>
public abstract class ConnectionTests(WritePath path)
{
    private static readonly (string, string)[] Small = [("Cameras:main:Width", "320"), ("Cameras:main:Height", "180")];

    [Fact]
    public async Task Of_a_thousand_clients_at_once_exactly_the_limit_is_admitted_and_the_others_get_the_reason()
    {
        using var service = new ServiceHost(path, [.. Small, ("WebSocket:MaxClients", "10")]);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 1000).Select(async _ =>
        {
            TestClient client = await TestClient.ConnectAsync(service.Address);
            var (type, _) = await client.ReceiveAsync();
            return (Client: client, Type: type);
        }));

        ClientWebSocket[] refused =
            [.. outcomes.Where(outcome => outcome.Type == WebSocketMessageType.Close).Select(outcome => outcome.Client.Socket)];
        Assert.Equal(10, outcomes.Count(outcome => outcome.Type == WebSocketMessageType.Binary));
        Assert.Equal(990, refused.Length);
        Assert.All(refused, socket => Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus));
        Assert.All(refused, socket => Assert.Equal("Too many clients: 10 of 10 places are taken", socket.CloseStatusDescription));
        Array.ForEach(outcomes, outcome => outcome.Client.Dispose());
    }

    public static TheoryData<string> KindsOfEnd =>
        ["close", "reset", "half-close", "in the middle of a message", "in the middle of a header"];

    [Theory]
    [MemberData(nameof(KindsOfEnd))]
    public async Task A_place_is_free_again_after_every_kind_of_end(string kind)
    {
        using var service = new ServiceHost(path, [.. Small, ("WebSocket:MaxClients", "1")]);
        using RawClient client = await RawClient.ConnectAsync(service.Address);
        await client.ReadAsync(10);
        switch (kind)
        {
            case "close":
                await client.SendFrameAsync(0x88, [0x03, 0xE8]);
                break;
            case "reset":
                client.Reset();
                break;
            case "half-close":
                client.Socket.Shutdown(SocketShutdown.Send);
                break;
            case "in the middle of a message":
                await client.SendFrameAsync(0x81, [1, 2, 3], claimed: 100);
                client.Socket.Close();
                break;
            default:
                await client.SendAsync([0x81]);
                client.Socket.Close();
                break;
        }

        var connections = service.Get<ViewerRegistry>();
        await Eventually.HoldsAsync(() => connections.Admitted == 0, "the place is free");
        using TestClient next = await TestClient.ConnectAsync(service.Address);
        await next.FrameAsync();
    }

    [Fact]
    public async Task A_client_that_closes_is_answered_with_1000()
    {
        using var service = new ServiceHost(path, Small);
        // .NET's client would still answer a ping that came before its close. If the service has closed by then, it loses the answer.
        using RawClient client = await RawClient.ConnectAsync(service.Address);
        await client.ReadFrameAsync();
        await client.SendFrameAsync(0x88, [0x03, 0xE8]);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, (await client.ReadCloseAsync()).Status);
    }

    [Fact]
    public async Task A_client_that_never_reads_is_disconnected_and_the_others_are_not_affected()
    {
        using var service = new ServiceHost(path, ("WebSocket:SendTimeout", "2"));
        using TestClient reader = await TestClient.ConnectAsync(service.Address, "quality=95");
        using RawClient blocked = await RawClient.ConnectAsync(service.Address, receiveBuffer: 4096);
        var connections = service.Get<ViewerRegistry>();
        // The upgrade is answered before the place is taken.
        await Eventually.HoldsAsync(() => connections.Admitted == 2, "both are let in");

        int frames = 0;
        while (connections.Admitted == 2)
        {
            await reader.FrameAsync();
            Assert.True(frames++ < 1000, "a client that reads nothing was never disconnected");
        }

        // Two seconds of thirty frames a second. A third of them shows that the other client never waited, even on a busy machine.
        Assert.True(frames >= 20, $"the other client got only {frames} frames");
        await reader.FrameAsync();
    }

    [Fact]
    public async Task Clients_that_answer_the_close_while_they_are_disconnected_do_no_harm()
    {
        using var service = new ServiceHost(path, [.. Small, ("WebSocket:MaxClients", "50")]);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            using RawClient client = await RawClient.ConnectAsync(service.Address);
            // The message is too long, so the service closes. The answer arrives about when its wait for the answer ends.
            await client.SendFrameAsync(0x01, new byte[125]);
            for (int part = 0; part < 40; part++)
                await client.SendFrameAsync(0x00, new byte[125]);
            Task reading = client.ReadToEndAsync();
            await Task.Delay(1490 + (i % 20), TestContext.Current.CancellationToken);
            try
            {
                await client.SendFrameAsync(0x88, [0x03, 0xE8]);
            }
            catch (IOException)
            {
                // Already disconnected.
            }

            await reading;
        }));
        await Eventually.HoldsAsync(() => service.Get<ViewerRegistry>().Admitted == 0, "all places are free");
        using TestClient next = await TestClient.ConnectAsync(service.Address);
        await next.FrameAsync();
    }

    [Fact]
    public async Task A_client_that_answers_no_ping_is_disconnected_and_an_idle_one_that_answers_stays()
    {
        using var service = new ServiceHost(path, [.. Small, ("WebSocket:PingInterval", "1")]);
        var connections = service.Get<ViewerRegistry>();
        using TestClient idle = await TestClient.ConnectAsync(service.Address, v1: true);
        await idle.SendAsync("""{"type":"command","action":"pause"}""");
        // It reads, but never answers, like a client behind a network that drops everything it sends.
        using RawClient mute = await RawClient.ConnectAsync(service.Address);
        // The upgrade is answered before the place is taken.
        await Eventually.HoldsAsync(() => connections.Admitted == 2, "both are let in");
        // The client's library answers pings during a read.
        Task cut = mute.ReadToEndAsync();
        while (!cut.IsCompleted)
            await idle.TextAsync("stats");
        await cut;
        await Eventually.HoldsAsync(() => connections.Admitted == 1, "only the idle client is left");

        await idle.SendAsync("""{"type":"command","action":"resume"}""");
        await idle.FrameAsync();
    }
}
