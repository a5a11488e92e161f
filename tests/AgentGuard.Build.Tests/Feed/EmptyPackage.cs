using System.IO.Compression;

namespace AgentGuard.Build.Tests.Feed;

/// <summary>A package that holds nothing but the wish for another one.</summary>
internal static class EmptyPackage
{
    public static void Write(string folder, string id, string version, string dependency)
    {
        using ZipArchive package = ZipFile.Open(Path.Combine(folder, $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        using StreamWriter writer = new(package.CreateEntry($"{id}.nuspec").Open());
        writer.Write($"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>{id}</id>
                <version>{version}</version>
                <authors>tests</authors>
                <description>Empty.</description>
                <dependencies><group targetFramework="net10.0"><dependency id="{dependency}" version="{version}" /></group></dependencies>
              </metadata>
            </package>
            """);
    }
}
