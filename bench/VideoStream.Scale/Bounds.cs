namespace VideoStream.Scale;

/// <summary>What has to be true, and whether it always was.</summary>
internal sealed class Bounds
{
    private readonly Dictionary<string, int> _missed = [];

    public bool AreHeld => _missed.Values.All(count => count == 0);

    /// <summary>Each, and how often it was missed.</summary>
    public IReadOnlyDictionary<string, int> Missed => _missed;

    /// <summary>Something has to be true.</summary>
    /// <param name="isHeld">Whether it is.</param>
    /// <param name="text">What, in words.</param>
    public void Hold(bool isHeld, string text) => _missed[text] = _missed.GetValueOrDefault(text) + (isHeld ? 0 : 1);
}
