using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>
/// Who has which name on one connection. The servers share the names that a client sees, and whoever had one first keeps it: a server that comes by it later could
/// pass for the other. Names that differ in case only are one.
/// </summary>
/// <typeparam name="TItem">What a server lists.</typeparam>
/// <typeparam name="TPrimitive">What the gateway makes of it.</typeparam>
internal abstract class NameBoard<TItem, TPrimitive>
    where TItem : class
    where TPrimitive : class, IMcpServerPrimitive
{
    /// <summary>How many names of a server are kept, as a multiple of those it may list at a time: a name stays its own when it is listed no more.</summary>
    private const int NamesKept = 4;

    private const int MaxTold = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Holding> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<UpstreamConnection, List<Holding>> _listed = [];
    private readonly Dictionary<UpstreamConnection, int> _kept = [];
    private readonly HashSet<(string Key, string Name)> _told = [];

    /// <summary>Takes the lists that all servers have at the start. A name that several have is nobody's.</summary>
    public void Start(IReadOnlyList<(UpstreamConnection Server, IReadOnlyList<TItem> Items)> lists)
    {
        lock (_lock)
        {
            Dictionary<string, string> contested = lists
                .SelectMany(list => list.Items.Select(item => (Name: ShownName(list.Server, item), list.Server.Upstream.Key)))
                .GroupBy(static item => item.Name, static item => item.Key, StringComparer.OrdinalIgnoreCase)
                .Select(static owners => (owners.Key, Keys: owners.Distinct(StringComparer.Ordinal).ToList()))
                .Where(static owners => owners.Keys.Count > 1)
                .ToDictionary(static owners => owners.Key, static owners => $"servers {string.Join(" and ", owners.Keys.Select(static key => $"`{key}`"))} have the same name: give one a prefix", StringComparer.OrdinalIgnoreCase);
            foreach ((UpstreamConnection server, IReadOnlyList<TItem> items) in lists)
            {
                TakeAll(server, items, contested);
            }

            PublishAll();
        }
    }

    /// <summary>Takes what a server lists now.</summary>
    public void Take(UpstreamConnection server, IReadOnlyList<TItem> items)
    {
        lock (_lock)
        {
            TakeAll(server, items, new Dictionary<string, string>());
            PublishAll();
        }
    }

    /// <summary>What such an item is called.</summary>
    protected abstract string Kind { get; }

    /// <summary>What the server calls it.</summary>
    protected abstract string Name(TItem item);

    /// <summary>What tells a changed item from the one that was there.</summary>
    protected abstract string Fingerprint(UpstreamConnection server, TItem item);

    /// <summary>Why a changed item is blocked for the rest of the connection; null where it takes the place of the one that was there.</summary>
    protected abstract string? Changed { get; }

    /// <summary>Makes the primitive.</summary>
    /// <returns>The primitive; null where nobody is told of one that is blocked.</returns>
    /// <exception cref="ArgumentException">The item cannot be taken.</exception>
    protected abstract TPrimitive? Create(UpstreamConnection server, string shownName, TItem item, string? blocked);

    /// <summary>Whether a client sees the server's prefix before the name.</summary>
    protected virtual bool HasPrefix => true;

    /// <summary>Puts the primitives in front of the client.</summary>
    protected abstract void Publish(IReadOnlyList<TPrimitive> primitives);

    private string ShownName(UpstreamConnection server, TItem item) => HasPrefix ? server.Upstream.Prefix + Name(item) : Name(item);

    private void PublishAll() => Publish([.. _listed.Values.SelectMany(static listed => listed).Select(static holding => holding.Primitive).OfType<TPrimitive>()]);

    private void TakeAll(UpstreamConnection server, IReadOnlyList<TItem> items, Dictionary<string, string> contested)
    {
        List<Holding> listed = [];
        foreach (TItem item in items)
        {
            string name = ShownName(server, item);
            try
            {
                string fingerprint = Fingerprint(server, item);
                if (!_names.TryGetValue(name, out Holding? holding))
                {
                    if (_kept.GetValueOrDefault(server) >= NamesKept * server.Context.Limits.MaxListed)
                    {
                        Tell(server, name, "its server has had too many names on this connection");
                        continue;
                    }

                    holding = new Holding(server, name, fingerprint);
                    Put(holding, item, contested.GetValueOrDefault(name));
                    _names.Add(name, holding);
                    _kept[server] = _kept.GetValueOrDefault(server) + 1;
                }
                else if (holding.Server != server || holding.Name != name)
                {
                    Tell(server, name, contested.GetValueOrDefault(name) ?? $"the name belongs to server `{holding.Server.Upstream.Key}`");
                    continue;
                }
                else if (listed.Contains(holding))
                {
                    Put(holding, item, holding.Blocked ?? "its server lists the name twice");
                    continue;
                }
                else if (holding.Fingerprint != fingerprint && holding.Blocked is null)
                {
                    Put(holding, item, Changed);
                    holding.Fingerprint = Changed is null ? fingerprint : holding.Fingerprint;
                }

                listed.Add(holding);
            }
            catch (ArgumentException e)
            {
                Tell(server, name, ArgumentFault.Of(e));
            }
        }

        _listed[server] = listed;
    }

    private void Put(Holding holding, TItem item, string? blocked)
    {
        holding.Primitive = Create(holding.Server, holding.Name, item, blocked);
        holding.Blocked = blocked;
        if (blocked is not null)
        {
            Tell(holding.Server, holding.Name, blocked);
        }
    }

    private void Tell(UpstreamConnection server, string name, string reason)
    {
        if (_told.Count < MaxTold && _told.Add((server.Upstream.Key, name + reason)))
        {
            server.Context.Logger.Blocked(Kind, PlainText.Of(name), server.Upstream.Key, PlainText.Of(reason));
        }
    }

    /// <summary>A name and who has it.</summary>
    private sealed class Holding(UpstreamConnection server, string name, string fingerprint)
    {
        public UpstreamConnection Server => server;

        public string Name => name;

        public string Fingerprint { get; set; } = fingerprint;

        public TPrimitive? Primitive { get; set; }

        public string? Blocked { get; set; }
    }
}
