using System.Xml.Linq;

namespace AgentGuard.Build.Tests.Docs;

public sealed class DependencyPageTests
{
    [Fact]
    public void The_page_has_one_line_for_every_package_and_no_other()
    {
        IEnumerable<string> packages = XDocument.Load(Repository.At("Directory.Packages.props"))
            .Descendants("PackageVersion").Select(entry => entry.Attribute("Include")!.Value);
        IEnumerable<string> explained = File.ReadLines(Repository.At("docs", "dependencies.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]);

        Assert.Equal(packages.Order(StringComparer.OrdinalIgnoreCase), explained.Order(StringComparer.OrdinalIgnoreCase));
    }
}
