namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>The clock of a machine that is wrong by so much.</summary>
internal sealed class ShiftedTime(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}
