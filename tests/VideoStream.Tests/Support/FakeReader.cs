using OpenCvSharp;
using VideoStream.Cameras;

namespace VideoStream.Tests.Support;

/// <summary>A source that does what the test says.</summary>
internal sealed class FakeReader : ICameraReader
{
    public Func<string?> OnOpen { get; set; } = () => null;

    public Func<CancellationToken, string?> OnGrab { get; set; } = _ => null;

    public Func<Mat, bool> OnRetrieve { get; set; } = Draw;

    public int Closed { get; private set; }

    public string? Open() => OnOpen();

    public string? Grab(CancellationToken cancellationToken) => OnGrab(cancellationToken);

    public bool Retrieve(Mat pixels, Capture capture) => OnRetrieve(pixels);

    public void Close() => Closed++;

    /// <summary>Puts one more picture into a camera, as its thread would.</summary>
    public static void Capture(Camera camera) => camera.Take(new FakeReader());

    private static bool Draw(Mat pixels)
    {
        pixels.Create(48, 64, MatType.CV_8UC3);
        Cv2.Randu(pixels, Scalar.All(0), Scalar.All(255));
        return true;
    }
}
