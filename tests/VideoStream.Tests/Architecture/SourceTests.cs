using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Architecture;

/// <summary>The size and the shape of the files of <c>src/VideoStream</c>, and the lines of all code.</summary>
public sealed class SourceTests
{
    private const string LogSuffix = ".Log";

    private static readonly string[] CodeFolders = ["src", "tests", "bench", "scripts", "wwwroot"];

    private static readonly string[] CodeExtensions = [".cs", ".js", ".css", ".sh", ".py", ".awk", ".c"];

    [Fact]
    public void A_file_has_one_type_and_its_name()
    {
        Violations.None(
            from file in SourceFile.All
            let types = file.Root.DescendantNodes().Where(IsTopLevelType).Select(Name).ToArray()
            where file.Name != "Program" && !types.SequenceEqual([WithoutLogSuffix(file.Name)])
            select $"{file.Path} has {string.Join(", ", types)}");
    }

    [Fact]
    public void A_file_is_in_the_folder_of_its_namespace()
    {
        Violations.None(
            from file in SourceFile.All
            from space in file.Root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
            where space.Name.ToString() != file.Namespace
            select $"{file.Path} has the namespace {space.Name}");
    }

    /// <summary>In a part of their type, <c>X.Log.cs</c>, or in a type that has nothing else, <c>XLog.cs</c>.</summary>
    [Fact]
    public void Log_messages_are_in_a_file_of_their_own()
    {
        Violations.None(
            from file in SourceFile.All
            where file.Root.DescendantNodes().OfType<AttributeSyntax>().Any(attribute => attribute.Name.ToString() == "LoggerMessage")
            where !file.Name.EndsWith("Log", StringComparison.Ordinal)
            select file.Path);
    }

    [Fact]
    public void Files_are_short()
    {
        int[] lengths = [.. SourceFile.All.Select(file => file.Lines.Length).Order()];
        Assert.InRange(lengths[lengths.Length / 2], 0, 59);
        Assert.InRange(lengths[lengths.Length * 9 / 10], 0, 169);
        Violations.None(SourceFile.All.Where(file => file.Lines.Length > 250).Select(file => $"{file.Path} has {file.Lines.Length} lines"));
    }

    [Fact]
    public void Methods_have_less_than_30_lines()
    {
        Violations.None(
            from file in SourceFile.All
            from method in file.Root.DescendantNodes()
            where method is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
            let lines = Lines(method)
            where lines >= 30
            select $"{file.Path}: {Name(method)} has {lines} lines");
    }

    [Fact]
    public void Lines_have_at_most_140_columns()
    {
        Violations.None(
            from path in CodeFolders.SelectMany(Repository.Files)
            where CodeExtensions.Contains(Path.GetExtension(path))
            from line in Repository.Lines(path).Index()
            where line.Item.Length > 140
            select $"{path}:{line.Index + 1} has {line.Item.Length}");
    }

    private static bool IsTopLevelType(SyntaxNode node) =>
        node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax
        && node.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax;

    private static string WithoutLogSuffix(string name) =>
        name.EndsWith(LogSuffix, StringComparison.Ordinal) ? name[..^LogSuffix.Length] : name;

    /// <summary>A declaration's name. A type with type parameters is named as its file should be.</summary>
    private static string Name(SyntaxNode declaration) => declaration switch
    {
        TypeDeclarationSyntax type => type.Identifier.Text + (type.TypeParameterList is null ? "" : "OfT"),
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        MethodDeclarationSyntax method => method.Identifier.Text,
        LocalFunctionStatementSyntax function => function.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        _ => declaration.ToString().Split('\n')[0],
    };

    /// <summary>The lines from the first word after the attributes to the end.</summary>
    private static int Lines(SyntaxNode method)
    {
        AttributeListSyntax? attributes = method.ChildNodes().OfType<AttributeListSyntax>().LastOrDefault();
        SyntaxToken first = attributes?.GetLastToken().GetNextToken() ?? method.GetFirstToken();
        FileLinePositionSpan lines = method.SyntaxTree.GetLineSpan(TextSpan.FromBounds(first.SpanStart, method.Span.End));
        return lines.EndLinePosition.Line - lines.StartLinePosition.Line + 1;
    }
}
