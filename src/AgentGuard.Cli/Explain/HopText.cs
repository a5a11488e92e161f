using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cli.Explain;

/// <summary>Reads who acts as people type it: <c>user:alice</c>, <c>user alice</c> as in scenario files, or <c>User::"alice"</c> as in policies; verified claims may stand behind.</summary>
internal static class HopText
{
    private static readonly Dictionary<string, Func<string, EntityUid>> s_types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["user"] = Principal.User,
        ["agent"] = Principal.Agent,
        ["service"] = Principal.Service,
        ["workload"] = Principal.Workload,
    };

    /// <exception cref="FormatException">It does not say who.</exception>
    /// <exception cref="CedarJsonException">The claims are no record.</exception>
    public static Hop Parse(string text)
    {
        int claims = text.IndexOf(" {", StringComparison.Ordinal);
        EntityUid principal = ParsePrincipal(claims < 0 ? text : text[..claims]);
        Hop hop = new(principal);
        return claims < 0 ? hop : hop with { Claims = CedarJson.ParseContext(text[(claims + 1)..]) };
    }

    private static EntityUid ParsePrincipal(string text)
    {
        if (text.Contains("::", StringComparison.Ordinal))
        {
            return ParseUid(text);
        }

        int end = text.AsSpan().IndexOfAny(':', ' ');
        string type = end < 0 ? text : text[..end];
        string id = end < 0 ? "" : text[(end + 1)..].Trim();
        if (s_types.TryGetValue(type, out Func<string, EntityUid>? make) && id.Length > 0)
        {
            return make(id);
        }

        string help = Suggestion.Closest(type, s_types.Keys) is { } meant && id.Length > 0 ? $"did you mean `{meant}:{id}`?" : "write `user:alice`, or an `agent`, a `service`, a `workload`";
        throw new FormatException($"`{text}` does not say who acts: {help}");
    }

    private static EntityUid ParseUid(string text)
    {
        try
        {
            if (CedarParser.ParseExpression(new SourceText(text)) is LiteralExpression { Value: { Kind: ValueKind.Entity } uid })
            {
                return uid.AsEntity;
            }
        }
        catch (CedarSyntaxException)
        {
            // Shells eat quotation marks: what is left is no Cedar.
        }

        throw new FormatException($"`{text}` names no principal: write `user:alice`, or in quotes `'User::\"alice\"'`");
    }
}
