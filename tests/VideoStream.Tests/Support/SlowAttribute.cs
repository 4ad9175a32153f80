namespace VideoStream.Tests.Support;

/// <summary>Marks tests that take many seconds. <c>scripts/test.sh --quick</c> leaves them out.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SlowAttribute : Attribute, Xunit.v3.ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("speed", "slow")];
}
