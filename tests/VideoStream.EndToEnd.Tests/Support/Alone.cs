namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>
/// Tests that run one after the other, while no other runs: of what the whole process has (threads, handles), or of real time that others
/// would take.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class Alone
{
    public const string Name = "alone";
}
