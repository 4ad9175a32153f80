using System.Reflection;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>Files of the repository that the tests were built from.</summary>
internal static class RepositoryFiles
{
    private static readonly string Root = typeof(RepositoryFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "Repository").Value!;

    public static string Path(string path) => System.IO.Path.GetFullPath(System.IO.Path.Combine(Root, path));

    public static string Text(string path) => File.ReadAllText(Path(path));
}
