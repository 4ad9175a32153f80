namespace VideoStream.Scale;

/// <summary>The servers, each of which has a route to each other one. Subjects cross a route where somebody behind it subscribes.</summary>
internal sealed class NatsCluster(int servers, Random random)
{
    // As NatsServer sets them: the wait doubles from one to the other, and a part of the first is added.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200), LongestPause = TimeSpan.FromMilliseconds(500);

    public IReadOnlyList<NatsNode> Nodes { get; } = [.. Enumerable.Range(0, servers).Select(number => new NatsNode(number))];

    /// <summary>A client that has lost its server connects to another one. It knows all, because servers name the others of their cluster.</summary>
    public void Reconnect(Timeline timeline, Func<bool> isWanted, Action<NatsNode> connected, int tries = 0)
    {
        TimeSpan pause = ShortestPause * Math.Pow(2, tries);
        timeline.After((pause < LongestPause ? pause : LongestPause) + (ShortestPause * random.NextDouble()), () =>
        {
            NatsNode node = Nodes[random.Next(Nodes.Count)];
            if (!isWanted())
                return;
            if (node.IsAlive)
                connected(node);
            else
                Reconnect(timeline, isWanted, connected, Math.Min(tries + 1, 4));
        });
    }
}
