namespace VideoStream.Scale;

/// <summary>The servers, each of which has a route to each other one. Subjects cross a route where somebody behind it subscribes.</summary>
internal sealed class NatsCluster(Timeline timeline, int servers, Random random)
{
    // As NatsServer sets them: the wait doubles from one to the other, and a part of the first is added.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200), LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>TCP, and the greetings of both.</summary>
    private static readonly TimeSpan Handshake = TimeSpan.FromMilliseconds(60);

    public IReadOnlyList<NatsNode> Nodes { get; } = [.. Enumerable.Range(0, servers).Select(number => new NatsNode(number))];

    /// <summary>
    /// A client that has lost its server connects to another one, as NATS.Net does: at once, to the others in random order, and to its own
    /// last. It pauses after each that does not answer. Servers name the others of their cluster, so it knows all.
    /// </summary>
    /// <param name="lost">The server that it has lost.</param>
    /// <param name="isWanted">Whether the client is still there.</param>
    /// <param name="connected">Gets the server.</param>
    public void Reconnect(NatsNode lost, Func<bool> isWanted, Action<NatsNode> connected)
    {
        NatsNode[] others = [.. Nodes.Where(node => node != lost)];
        random.Shuffle(others);
        Try([.. others, lost], 0, isWanted, connected);
    }

    private void Try(NatsNode[] order, int tried, Func<bool> isWanted, Action<NatsNode> connected) => timeline.After(Handshake, () =>
    {
        if (!isWanted())
            return;
        NatsNode node = order[tried % order.Length];
        if (node.IsAlive)
        {
            connected(node);
            return;
        }

        TimeSpan pause = ShortestPause * Math.Pow(2, Math.Min(tried, 8));
        TimeSpan wait = (pause < LongestPause ? pause : LongestPause) + (ShortestPause * random.NextDouble());
        timeline.After(wait, () => Try(order, tried + 1, isWanted, connected));
    });
}
