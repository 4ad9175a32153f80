using VideoStream.Adaptation;
using VideoStream.Encoding;

namespace VideoStream.Tests.Adaptation;

/// <summary>A camera of 30 frames a second. A frame has the same bytes in each rendition, or as many as the test says.</summary>
internal sealed class FakeRenditionSource : IRenditionSource
{
    public RenditionRequest Request { get; set; } =
        new(new Rendition(VariantEncoding.Jpeg(80), null, 30), null, Adaptive: false, IsPassthrough: false);

    public double FrameRate { get; set; } = 30;

    public bool IsOverloaded
    {
        get
        {
            WhileDeciding?.Invoke();
            return field;
        }
        set;
    }

    public double MaxRate { get; set; } = double.PositiveInfinity;

    /// <summary>What another thread does between the controller's questions and its decision.</summary>
    public Action? WhileDeciding { get; set; }

    public Func<Rendition, double> Bytes { get; set; } = _ => 1000;

    public Func<Rendition, bool> Refuses { get; set; } = _ => false;

    public bool IsRefused(Rendition rendition) => Refuses(rendition);

    public double EstimateBytes(Rendition rendition) => Bytes(rendition);
}
