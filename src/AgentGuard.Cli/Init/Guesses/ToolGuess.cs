namespace AgentGuard.Cli.Init;

/// <summary>What a tool seems to be, by what its name, its description and its server say. Nothing of it is known.</summary>
internal sealed class ToolGuess
{
    private readonly OrderedDictionary<string, string> _groups = [];

    /// <summary>The groups that it is put into, each with the reason.</summary>
    public IReadOnlyList<(string Group, string Reason)> Groups =>
        [.. _groups.OrderBy(static group => ToolGroups.All.ToList().IndexOf(group.Key)).Select(static group => (group.Key, group.Value))];

    /// <summary>Why it seems to look only, and to need no care; null where it does not. Nothing is permitted because of it.</summary>
    public string? LooksBecause { get; set; }

    /// <summary>The reasons in one text: <c>write, destructive (name: delete); egress (server: open world)</c>.</summary>
    public string Reasons => LooksBecause ?? string.Join("; ", Groups.Select(static group => group.Reason).Distinct());

    public bool Has(string group) => _groups.ContainsKey(group);

    public bool IsEmpty => _groups.Count == 0;

    /// <summary>Adds groups; the first reason for each counts.</summary>
    public void Add(IEnumerable<string> groups, string reason)
    {
        foreach (string group in groups)
        {
            _groups.TryAdd(group, reason);
        }
    }
}
