using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using OpenCvSharp;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Cameras whose JPEGs say in their Exif data how they must be turned. Whatever a client asks for, it sees the same.</summary>
public sealed class CameraOrientationTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>The orientation in the Exif data, and the options of the camera.</summary>
    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(5, 0)]
    [InlineData(6, 0)]
    [InlineData(8, 0)]
    [InlineData(1, 90)]
    [InlineData(6, 90)]
    [InlineData(6, 270)]
    public async Task All_clients_agree_on_size_and_way_up(byte orientation, int rotate)
    {
        byte[] jpeg = MjpegCamera.WithOrientation(Corner(), orientation);
        using Mat expected = Turned(jpeg, rotate);
        using var camera = new MjpegCamera { Still = jpeg };
        using var service = new ServiceHost(("Cameras:main:Source", camera.Network.Url()), ("Cameras:main:Rotate", $"{rotate}"));
        foreach (string query in (string[])["", "quality=source", "quality=50&adaptive=false"])
        {
            using TestClient client = await TestClient.ConnectAsync(service.Address, query, v1: true);
            AssertSame(expected, await client.LiveAsync());
        }

        AssertSame(expected, new ReceivedFrame(await service.Http.GetByteArrayAsync("/snapshot.jpg", Cancelled)));
        AssertSame(expected, await FirstOfMjpegAsync(service));
        using TestClient late = await TestClient.ConnectAsync(service.Address, v1: true);
        JsonElement hello = await late.TextAsync("hello"), status = await service.CameraAsync();
        Assert.All([hello, status], json => Assert.Equal(
            (expected.Width, expected.Height), (json.GetProperty("width").GetInt32(), json.GetProperty("height").GetInt32())));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_frame_that_is_upright_is_passed_through_with_its_exif_data(byte orientation)
    {
        using var camera = new MjpegCamera { Still = MjpegCamera.WithOrientation(Corner(), orientation) };
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        Assert.Equal(camera.Still, (await client.LiveAsync()).WithoutComment());
    }

    /// <summary>A black frame with a white corner at the top left and a grey one at the top right.</summary>
    private static byte[] Corner()
    {
        using var frame = new Mat(64, 160, MatType.CV_8UC3, Scalar.Black);
        Cv2.Rectangle(frame, new Rect(0, 0, 32, 16), Scalar.White, -1);
        Cv2.Rectangle(frame, new Rect(128, 0, 32, 16), Scalar.All(128), -1);
        return frame.ToBytes(".jpg");
    }

    /// <summary>The frame as a browser shows it, and then rotated.</summary>
    private static Mat Turned(byte[] jpeg, int rotate)
    {
        Mat shown = Cv2.ImDecode(jpeg, ImreadModes.Color);
        if (rotate > 0)
            Cv2.Rotate(shown, shown, rotate == 90 ? RotateFlags.Rotate90Clockwise : RotateFlags.Rotate90Counterclockwise);
        return shown;
    }

    private static void AssertSame(Mat expected, ReceivedFrame frame)
    {
        using Mat shown = frame.Decode();
        using Mat difference = new();
        Assert.Equal(expected.Size(), shown.Size());
        Cv2.Absdiff(expected, shown, difference);
        Assert.InRange(Cv2.Mean(difference).Val0, 0, 4);
        Assert.True(frame.Jpeg.AsSpan().IndexOf("Exif"u8) < 0, "a client that knows Exif would turn it again");
    }

    private static async Task<ReceivedFrame> FirstOfMjpegAsync(ServiceHost service)
    {
        using HttpResponseMessage response =
            await service.Http.GetAsync("/video_feed", HttpCompletionOption.ResponseHeadersRead, Cancelled);
        await using Stream body = await response.Content.ReadAsStreamAsync(Cancelled);
        string boundary = response.Content.Headers.ContentType!.Parameters.Single(parameter => parameter.Name == "boundary").Value!;
        MultipartSection? part = await new MultipartReader(boundary, body).ReadNextSectionAsync(Cancelled);
        using var jpeg = new MemoryStream();
        await part!.Body.CopyToAsync(jpeg, Cancelled);
        return new ReceivedFrame(jpeg.ToArray());
    }
}
