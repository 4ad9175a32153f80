namespace VideoStream.Configuration;

/// <summary>When a changed value of an option counts. On a group of options it holds for those in it that say nothing else.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
internal sealed class ReloadAttribute(TakesEffect effect) : Attribute
{
    public TakesEffect Effect => effect;
}
