using System.Diagnostics.CodeAnalysis;

namespace AgentGuard;

/// <summary>The tools that the deployer knows, read from <c>tools.json</c>. A call of any other tool is denied.</summary>
public sealed class ToolCatalog
{
    private readonly Dictionary<ToolId, ToolEntry> _tools = [];

    /// <summary>Makes a catalog.</summary>
    /// <param name="tools">The tools.</param>
    /// <exception cref="ArgumentException">A tool stands twice.</exception>
    public ToolCatalog(IEnumerable<ToolEntry> tools)
    {
        ArgumentNullException.ThrowIfNull(tools);
        foreach (ToolEntry tool in tools)
        {
            if (!_tools.TryAdd(tool.Id, tool))
            {
                throw new ArgumentException($"`{tool.Id}` stands twice in the catalog", nameof(tools));
            }
        }
    }

    /// <summary>The tools, in no order.</summary>
    public IReadOnlyCollection<ToolEntry> Tools => _tools.Values;

    /// <summary>Looks a tool up.</summary>
    /// <param name="id">The tool.</param>
    /// <param name="entry">What is known about it.</param>
    /// <returns>False if the catalog does not know it.</returns>
    public bool TryFind(ToolId id, [NotNullWhen(true)] out ToolEntry? entry) => _tools.TryGetValue(id, out entry);
}
