using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Architecture;

/// <summary>A source file of the service.</summary>
/// <param name="Path">The path, relative to <c>src/VideoStream</c>.</param>
/// <param name="Lines">The lines.</param>
/// <param name="Root">The syntax.</param>
internal sealed record SourceFile(string Path, string[] Lines, CompilationUnitSyntax Root)
{
    private const string Project = "src/VideoStream/";

    public static readonly SourceFile[] All =
        [.. Repository.Files(Project).Where(path => path.EndsWith(".cs", StringComparison.Ordinal)).Select(Read)];

    /// <summary>The namespace that the path stands for.</summary>
    public string Namespace => "VideoStream" + string.Concat(Path.Split('/')[..^1].Select(part => "." + part));

    /// <summary>The folder, as <see cref="Folders"/> has it.</summary>
    public string Folder => Folders.Of(Namespace);

    /// <summary>The file's name without its extension.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    private static SourceFile Read(string path) =>
        new(path[Project.Length..], Repository.Lines(path), CSharpSyntaxTree.ParseText(Repository.Text(path)).GetCompilationUnitRoot());
}
