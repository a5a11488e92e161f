using AgentGuard.Cedar.Values;
using FsCheck;
using FsCheck.Fluent;

namespace AgentGuard.Cedar.Tests.Values;

/// <summary>Hierarchies as maps from an id to its parents' ids.</summary>
internal static class Graphs
{
    private const int Size = 12;

    /// <summary>Graphs without cycles: every parent has a larger number. Some parents are no entities.</summary>
    public static Gen<Dictionary<string, string[]>> Acyclic { get; } =
        from edges in Gen.Choose(0, (Size * Size) - 1).ListOf(Size * 2)
        from present in Gen.Elements(true, true, true, false).ListOf(Size)
        select Enumerable.Range(0, Size).Where(i => present[i]).ToDictionary(
            i => $"{i}",
            i => edges.Where(e => e / Size == i && e % Size > i).Select(e => $"{e % Size}").Distinct().ToArray());

    public static EntityUid Uid(string id) => new("Node", id);

    public static Entity Node(string id, params string[] parents) => new(Uid(id), parents: parents.Select(Uid));

    public static IEnumerable<Entity> Entities(Dictionary<string, string[]> parents) => parents.Select(p => Node(p.Key, p.Value));

    public static HashSet<string> Reachable(Dictionary<string, string[]> parents, string start)
    {
        HashSet<string> reached = [];
        void Visit(string node)
        {
            foreach (string parent in parents.GetValueOrDefault(node, []))
            {
                if (reached.Add(parent))
                {
                    Visit(parent);
                }
            }
        }

        Visit(start);
        return reached;
    }
}
