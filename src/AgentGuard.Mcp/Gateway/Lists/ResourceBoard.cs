using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>The resources and templates of one connection, and which server is asked for a URI.</summary>
internal sealed class ResourceBoard : NameBoard<ListedResource, McpServerResource>
{
    private volatile IReadOnlyList<UpstreamResource> _listed = [];
    private UpstreamConnection? _only;

    /// <summary>What the client sees.</summary>
    public McpServerResourceCollection Resources { get; } = new();

    /// <inheritdoc/>
    protected override string Kind => "resource";

    /// <inheritdoc/>
    protected override string? Changed => null;

    /// <inheritdoc/>
    protected override bool HasPrefix => false;

    /// <summary>Asks this server for every URI, for those, too, that it does not list: no other has resources.</summary>
    public void AskOnly(UpstreamConnection server)
    {
        _only = server;
        Resources.TryAdd(new UpstreamResource(server, new ResourceTemplate { Name = "unlisted", UriTemplate = "agentguard:unlisted" }, null, static (_, _) => true));
    }

    /// <summary>The server that is asked for a URI; null where none is, or it is not certain which.</summary>
    public UpstreamConnection? Find(string uri)
    {
        if (_only is not null)
        {
            return _only;
        }

        IReadOnlyList<UpstreamResource> listed = _listed;
        if (listed.FirstOrDefault(resource => resource.ProtocolResource?.Uri == uri) is { } exact)
        {
            return exact.Server;
        }

        List<UpstreamConnection> servers = [.. listed.Where(resource => MayHold(resource, uri)).Select(static resource => resource.Server).Distinct()];
        return servers is [UpstreamConnection one] ? one : null;
    }

    /// <summary>The place of a listed URI or template, which the collection does not keep.</summary>
    public Dictionary<string, int> Order() => _listed
        .Select(static (resource, place) => (resource.ProtocolResourceTemplate.UriTemplate, place))
        .ToDictionary(static item => item.UriTemplate, static item => item.place, StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override string Name(ListedResource item) => item.Uri;

    /// <inheritdoc/>
    protected override string Fingerprint(UpstreamConnection server, ListedResource item) => item.Resource is { } resource
        ? JsonSerializer.Serialize(resource, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(Resource)))
        : JsonSerializer.Serialize(item.Template, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ResourceTemplate)));

    /// <inheritdoc/>
    protected override McpServerResource? Create(UpstreamConnection server, string shownName, ListedResource item, string? blocked)
    {
        if (item.Uri.Contains('{', StringComparison.Ordinal) == item.Resource is not null)
        {
            throw new ArgumentException("a template has a variable in braces, and a resource has none", nameof(item));
        }

        return blocked is null ? new UpstreamResource(server, item.Template, item.Resource, IsMatch) : null;
    }

    /// <inheritdoc/>
    protected override void Publish(IReadOnlyList<McpServerResource> primitives)
    {
        IReadOnlyList<UpstreamResource> before = _listed;
        IReadOnlyList<UpstreamResource> after = [.. primitives.Cast<UpstreamResource>()];
        _listed = after;
        using IDisposable told = Resources.DeferChangedEvents();
        foreach (UpstreamResource gone in before.Except(after))
        {
            Resources.Remove(gone);
        }

        foreach (UpstreamResource come in after.Except(before))
        {
            Resources.TryAdd(come);
        }
    }

    private bool IsMatch(UpstreamResource resource, string uri) =>
        resource.ProtocolResource is { } one ? one.Uri == uri : MayHold(resource, uri) && Find(uri) == resource.Server;

    /// <summary>Whether a URI begins as a template does. That is enough to ask its server, which knows its own templates.</summary>
    private static bool MayHold(UpstreamResource resource, string uri)
    {
        string template = resource.ProtocolResourceTemplate.UriTemplate;
        int brace = template.IndexOf('{', StringComparison.Ordinal);
        return brace > 0 && uri.AsSpan().StartsWith(template.AsSpan(0, brace), StringComparison.Ordinal);
    }
}
