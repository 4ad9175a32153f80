using ArchUnitNET.Domain;
using ArchUnitNET.xUnitV3;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace VideoStream.Tests.Architecture;

/// <summary>The direction of the dependencies between the folders of <c>src/VideoStream</c>.</summary>
public sealed class FolderTests
{
    public static TheoryData<string> AllFolders => [.. Folders.All];

    [Theory]
    [MemberData(nameof(AllFolders))]
    public void A_folder_uses_only_folders_above_it(string folder)
    {
        // ArchUnitNET caches the types of a predicate by its description.
        Types().That().FollowCustomPredicate(type => ServiceTypes.Folder(type) == folder, $"are in {folder}")
            .Should().NotDependOnAny(Types().That().FollowCustomPredicate(type => !MayUse(folder, type), $"{folder} may not use"))
            .Check(ServiceTypes.Architecture);
    }

    /// <summary>An assembly has no trace of constants, <c>nameof</c> and links in documentation. The source text has.</summary>
    [Theory]
    [MemberData(nameof(AllFolders))]
    public void A_using_directive_names_only_folders_above(string folder)
    {
        Violations.None(
            from file in SourceFile.All
            where file.Folder == folder
            from directive in file.Root.DescendantNodes().OfType<UsingDirectiveSyntax>()
            let used = directive.NamespaceOrType.ToString()
            where used.StartsWith("VideoStream.", StringComparison.Ordinal) && !Folders.MayUse(folder, Folders.Of(used))
            select $"{file.Path}: {directive}");
    }

    [Fact]
    public void Every_type_is_in_a_known_folder()
    {
        Violations.None(ServiceTypes.All.Where(type => !Folders.All.Contains(ServiceTypes.Folder(type))).Select(type => type.FullName));
    }

    /// <summary>Types of the framework have no folder, and every folder may use them.</summary>
    private static bool MayUse(string folder, IType type) =>
        ServiceTypes.Folder(type) is var used && (!Folders.All.Contains(used) || Folders.MayUse(folder, used));
}
