namespace VideoStream.Tests.Architecture;

/// <summary>Types that use each other, directly or through others.</summary>
public sealed class CycleTests
{
    [Fact]
    public void Types_do_not_use_each_other()
    {
        Dictionary<string, HashSet<string>> uses = ServiceTypes.Uses();
        Violations.None(uses.Keys
            .Select(type => ShortestCycle(type, uses))
            .Where(cycle => cycle.Length > 0)
            .DistinctBy(cycle => string.Join(' ', cycle.Order(StringComparer.Ordinal)))
            .Select(cycle => string.Join(" -> ", [.. cycle, cycle[0]])));
    }

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
