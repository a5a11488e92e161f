namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary>The paths that the conditions of one history look events up by, each list once.</summary>
internal sealed class KeyTable
{
    private readonly Dictionary<string, KeyPaths> _known = new(StringComparer.Ordinal);

    public KeyPaths Intern(IReadOnlyList<string> paths)
    {
        string name = string.Join(' ', paths);
        if (!_known.TryGetValue(name, out KeyPaths? known))
        {
            _known.Add(name, known = new KeyPaths(_known.Count, paths));
        }

        return known;
    }
}
