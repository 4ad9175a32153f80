using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>How many encodes the viewers of a variant cost.</summary>
public sealed class EncodeCountTests
{
    [Theory]
    [InlineData(WritePath.Direct)]
    [InlineData(WritePath.Middleware)]
    public async Task Many_clients_of_one_variant_cost_one_encode_a_frame(WritePath path)
    {
        using var service = new ServiceHost(path, ("Cameras:main:Width", "640"), ("Cameras:main:Height", "360"));
        TestClient[] clients = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => TestClient.ConnectAsync(service.Address, "adaptive=false")));
        await Task.WhenAll(clients.Select(client => client.FrameAsync()));
        var (encodes, captured) = await CountsAsync(service);

        long[][] seen = await Task.WhenAll(clients.Select(async client =>
        {
            var numbers = new List<long>();
            do
                numbers.Add((await client.FrameAsync()).Seq);
            while (numbers[^1] < captured + 30);
            return numbers.ToArray();
        }));

        var (encodesAfter, capturedAfter) = await CountsAsync(service);
        int different = seen.SelectMany(numbers => numbers).Where(number => number > captured).Distinct().Count();
        Assert.True(seen.Sum(numbers => numbers.Length) > 2 * different, "the clients did not share frames");
        Assert.True(encodesAfter - encodes >= different);
        Assert.True(encodesAfter - encodes <= capturedAfter - captured + 1, "a frame was encoded more than once");
        Array.ForEach(clients, client => client.Dispose());
    }

    [Theory]
    [InlineData(WritePath.Direct)]
    [InlineData(WritePath.Middleware)]
    public async Task Without_viewers_nothing_is_encoded(WritePath path)
    {
        using var service = new ServiceHost(path, ("Cameras:main:Width", "640"), ("Cameras:main:Height", "360"));
        using (TestClient client = await TestClient.ConnectAsync(service.Address))
            await client.FrameAsync();
        await Eventually.HoldsAsync(() => service.Get<Viewers.ViewerRegistry>().Admitted == 0, "the client's place is free");
        var (encodes, captured) = await CountsAsync(service);
        await Eventually.HoldsAsync(() => service.Get<Cameras.CameraRegistry>().All.Single().Captured > captured + 10, "ten more frames");
        Assert.Equal(encodes, (await CountsAsync(service)).Encodes);
    }

    private static async Task<(long Encodes, long Captured)> CountsAsync(ServiceHost service)
    {
        JsonElement camera = JsonElement.Parse(await service.Http.GetStringAsync("/api/v1/status")).GetProperty("cameras")[0];
        return (camera.GetProperty("encodes").GetInt64(), camera.GetProperty("captured").GetInt64());
    }
}
