namespace VideoStream.Tests.Architecture;

/// <summary>Breaches of a rule.</summary>
internal static class Violations
{
    /// <summary>Fails with the whole list, one breach a line.</summary>
    public static void None(IEnumerable<string> breaches)
    {
        string[] all = [.. breaches];
        Assert.True(all.Length == 0, $"{all.Length} breaches:\n{string.Join('\n', all)}");
    }
}
