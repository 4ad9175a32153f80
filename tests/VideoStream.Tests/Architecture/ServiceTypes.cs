using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace VideoStream.Tests.Architecture;

/// <summary>The service's types and what they use, as ArchUnitNET reads them from the assembly.</summary>
internal static class ServiceTypes
{
    public static readonly ArchUnitNET.Domain.Architecture Architecture = new ArchLoader().LoadAssembly(typeof(Program).Assembly).Build();

    /// <summary>All types of the service, except the entry point, which has no namespace.</summary>
    public static IEnumerable<IType> All => Architecture.Types.Where(IsOfService);

    public static string Folder(IType type) => Folders.Of(type.Namespace.FullName);

    /// <summary>For each top-level type the top-level types that it uses. Nested types count as their outer type.</summary>
    public static Dictionary<string, HashSet<string>> Uses() => All
        .GroupBy(TopLevelName)
        .ToDictionary(type => type.Key, type => type
            .SelectMany(part => part.Dependencies)
            .Select(dependency => dependency.Target)
            .Where(IsOfService)
            .Select(TopLevelName)
            .Where(name => name != type.Key)
            .ToHashSet());

    private static bool IsOfService(IType type) => type.FullName.StartsWith("VideoStream.", StringComparison.Ordinal);

    /// <summary>The full name without nested types and the number of type parameters.</summary>
    private static string TopLevelName(IType type) => type.FullName.Split('+', '`', '<')[0];
}
