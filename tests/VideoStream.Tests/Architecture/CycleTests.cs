namespace VideoStream.Tests.Architecture;

/// <summary>Types that use each other, directly or through others.</summary>
public sealed class CycleTests
{
    /// <summary>Pairs that are one thing, so that they may use each other.</summary>
    private static readonly (string First, string Second, string Reason)[] OneThing =
    [
    ];

    [Fact]
    public void Types_do_not_use_each_other()
    {
        Dictionary<string, HashSet<string>> uses = Joined(ServiceTypes.Uses());
        Violations.None(uses.Keys
            .Select(type => ShortestCycle(type, uses))
            .Where(cycle => cycle.Length > 0)
            .DistinctBy(cycle => string.Join(' ', cycle.Order(StringComparer.Ordinal)))
            .Select(cycle => string.Join(" -> ", [.. cycle, cycle[0]])));
    }

    [Fact]
    public void Every_listed_pair_needs_to_be_listed()
    {
        Dictionary<string, HashSet<string>> uses = ServiceTypes.Uses();
        Assert.All(OneThing, pair =>
        {
            Assert.Contains(pair.Second, uses[pair.First]);
            Assert.Contains(pair.First, uses[pair.Second]);
        });
    }

    /// <summary>The same dependencies, with each listed pair as one type.</summary>
    private static Dictionary<string, HashSet<string>> Joined(Dictionary<string, HashSet<string>> uses) => uses
        .GroupBy(type => Joined(type.Key), type => type.Value.Select(Joined))
        .ToDictionary(type => type.Key, type => type.SelectMany(used => used).Where(used => used != type.Key).ToHashSet());

    private static string Joined(string type) => OneThing.FirstOrDefault(pair => pair.Second == type).First ?? type;

    /// <summary>The shortest path from a type back to itself; empty if there is none.</summary>
    private static string[] ShortestCycle(string type, Dictionary<string, HashSet<string>> uses)
    {
        var paths = new Queue<string[]>([[type]]);
        var seen = new HashSet<string>();
        while (paths.TryDequeue(out string[]? path))
        {
            foreach (string used in uses.GetValueOrDefault(path[^1], []))
            {
                if (used == type)
                    return path;
                if (seen.Add(used))
                    paths.Enqueue([.. path, used]);
            }
        }

        return [];
    }
}
