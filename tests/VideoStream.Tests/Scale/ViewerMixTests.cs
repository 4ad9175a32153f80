using VideoStream.Relay;
using VideoStream.Scale;

namespace VideoStream.Tests.Scale;

public sealed class ViewerMixTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(100)]
    public void All_AnyPart_AreVariantsThatCanBePublished(double jpegPercent)
    {
        var mix = new ViewerMix(jpegPercent, new Random(1));

        Assert.All(mix.All, watched =>
        {
            Assert.True(VariantName.TryParse(watched.Name, out var variant));
            Assert.Equal(watched.Variant, variant);
            Assert.True(watched.Kilobits > 0);
        });
        Assert.Equal(1, mix.All.Sum(watched => watched.Weight), 6);
        Assert.Equal(jpegPercent / 100, mix.All.Where(watched => !watched.IsH264).Sum(watched => watched.Weight), 6);
    }

    [Fact]
    public void Choose_Often_FollowsTheWeights()
    {
        var mix = new ViewerMix(2, new Random(1));
        const int count = 20_000;
        var chosen = Enumerable.Range(0, count).Select(_ => mix.Choose()).CountBy(watched => watched).ToDictionary();

        Assert.All(mix.All, watched => Assert.InRange(chosen.GetValueOrDefault(watched) / (double)count - watched.Weight, -0.02, 0.02));
    }
}
