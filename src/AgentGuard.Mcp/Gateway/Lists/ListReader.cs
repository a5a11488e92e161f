using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;

namespace AgentGuard.Mcp;

/// <summary>Reads a server's lists page by page. What cannot be read is left out by itself, and no list is longer than it may be.</summary>
internal static class ListReader
{
    /// <summary>Reads a whole list.</summary>
    /// <param name="server">The server.</param>
    /// <param name="method">The method that lists.</param>
    /// <param name="member">The member of the answer that holds the items.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="UpstreamException">The server did not answer as it should.</exception>
    /// <exception cref="McpProtocolException">The server answered with an error.</exception>
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(UpstreamConnection server, string method, string member, CancellationToken cancellationToken)
    {
        int most = server.Context.Limits.MaxListed;
        using CancellationTokenSource patience = new(server.Context.Limits.ConnectTimeout, server.Context.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        List<T> items = [];
        HashSet<string> cursors = new(StringComparer.Ordinal);
        string? cursor = null;
        do
        {
            JsonObject parameters = cursor is null ? [] : new JsonObject { ["cursor"] = cursor };
            JsonObject page = await ReadPageAsync(server, method, parameters, either.Token, cancellationToken).ConfigureAwait(false);
            (JsonArray listed, cursor) = Open(server, page, member);
            foreach (JsonNode? item in listed)
            {
                if (items.Count == most)
                {
                    server.Context.Logger.LeftOut($"all but the first {most} of `{method}`", server.Upstream.Key, "the list is too long");
                    return items;
                }

                if (Read<T>(server, method, item) is { } read)
                {
                    items.Add(read);
                }
            }

            if (cursor is not null && (!cursors.Add(cursor) || cursors.Count > most))
            {
                server.Context.Logger.LeftOut($"what follows {items.Count} items of `{method}`", server.Upstream.Key, "its pages do not end");
                return items;
            }
        }
        while (cursor is not null);

        return items;
    }

    /// <summary>All pages together have the time of one: a server could give each of them in time, for ever.</summary>
    private static async Task<JsonObject> ReadPageAsync(UpstreamConnection server, string method, JsonObject parameters, CancellationToken patience, CancellationToken cancellationToken)
    {
        try
        {
            return await server.RequestAsync(method, parameters, asker: null, patience).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UpstreamException(server.Upstream.Key, $"did not list all it has within {server.Context.Limits.ConnectTimeout.TotalSeconds:0.#} seconds", e);
        }
    }

    private static (JsonArray Items, string? Cursor) Open(UpstreamConnection server, JsonObject page, string member)
    {
        try
        {
            string? cursor = page["nextCursor"] is JsonValue next && next.TryGetValue(out string? text) ? text : null;
            return page[member] is JsonArray items ? (items, cursor) : throw new UpstreamException(server.Upstream.Key, $"gave an answer without `{member}`");
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // A member that stands twice, or text that is none.
            throw new UpstreamException(server.Upstream.Key, "gave an answer that cannot be read", e);
        }
    }

    private static T? Read<T>(UpstreamConnection server, string method, JsonNode? item)
    {
        try
        {
            return item.Deserialize((JsonTypeInfo<T>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T)));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or NotSupportedException)
        {
            server.Context.Logger.LeftOut($"an item of `{method}`", server.Upstream.Key, PlainText.Of(e.Message));
            return default;
        }
    }
}
