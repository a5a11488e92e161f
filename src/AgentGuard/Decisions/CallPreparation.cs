using System.Text.Json;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Steps 1 and 2 of a call: is it known who acts, and is it a call of a known tool with arguments that fit?</summary>
internal static class CallPreparation
{
    // Every policy is asked about each of them, for every principal: a megabyte of names would keep a core for minutes.
    private const int MaxResources = 1_000;

    /// <summary>Checks who acts and which tool it is.</summary>
    /// <returns>Null if all is well, and then <paramref name="prepared"/> is set.</returns>
    public static Denial? TryPrepare(ToolCallRequest request, PolicyBundle bundle, AgentGuardOptions options, out PreparedCall? prepared)
    {
        prepared = null;
        if (request.Scope is not { } scope)
        {
            return new Denial(DenyReasons.MissingPrincipal, "no scope: begin one with AgentScope.Begin around the agent's run");
        }

        return CheckChain(scope, options) ?? TryFit(request, scope, bundle, options, out prepared);
    }

    /// <summary>Checks which tool it is and whether the arguments fit, whoever calls and whether or not the run is over.</summary>
    /// <returns>Null if all is well, and then <paramref name="prepared"/> is set.</returns>
    public static Denial? TryFit(ToolCallRequest request, AgentScope scope, PolicyBundle bundle, AgentGuardOptions options, out PreparedCall? prepared)
    {
        prepared = null;
        return CheckTool(request.Tool, bundle, out ToolEntry? tool) ?? TryBind(request, scope, bundle, tool!, request.Arguments, options, out prepared);
    }

    /// <summary>Binds arguments to the tool's schema and finds what is acted on; also after obligations have changed them.</summary>
    public static Denial? TryBind(
        ToolCallRequest request,
        AgentScope scope,
        PolicyBundle bundle,
        ToolEntry tool,
        ToolArguments arguments,
        AgentGuardOptions options,
        out PreparedCall? prepared)
    {
        prepared = null;
        BindResult bound = ArgumentBinder.Bind(arguments, request.Tool, tool.Kinds, options.MaxArgumentBytes);
        if (!bound.IsBound)
        {
            return new Denial(bound.Reason, bound.Message, bound.ModelMessage);
        }

        if (FindResources(tool, bound.Arguments.Json) is not { } resources)
        {
            return new Denial(
                DenyReasons.MissingResource,
                $"the resource is taken from `{tool.Resource!.Argument}`, which is absent, no string, or names more than {MaxResources}",
                $"the argument {tool.Resource.Argument} is needed and must be text, or up to {MaxResources} texts");
        }

        prepared = new PreparedCall(request, scope, bundle, tool, bound.Arguments, resources);
        return null;
    }

    /// <returns>Null where the catalog knows the tool as it is, and then <paramref name="entry"/> is set.</returns>
    public static Denial? CheckTool(ToolDefinition tool, PolicyBundle bundle, out ToolEntry? entry)
    {
        if (!bundle.Catalog.TryFind(tool.Id, out entry))
        {
            return new Denial(DenyReasons.UnknownTool, $"the catalog has no tool `{tool.Id}`");
        }

        return entry.Pin is { } pin && pin != tool.Pin
            ? new Denial(DenyReasons.ToolChanged, $"the definition of `{tool.Id}` is {tool.Pin}, the catalog's pin is {pin}")
            : null;
    }

    /// <returns>Null where somebody acts who can answer for it.</returns>
    public static Denial? CheckChain(AgentScope scope, AgentGuardOptions options)
    {
        if (scope.IsEnded)
        {
            return new Denial(DenyReasons.ScopeEnded, "the scope in which the call was made has ended");
        }

        if (!scope.Chain.HasValidRoot)
        {
            return new Denial(DenyReasons.InvalidRoot, $"a chain starts with a verified User, Service or Workload, not with {scope.Chain.Root}");
        }

        return scope.Chain.Depth > options.MaxChainDepth
            ? new Denial(DenyReasons.ChainTooDeep, $"the chain has {scope.Chain.Depth} hops, allowed are {options.MaxChainDepth}")
            : null;
    }

    /// <returns>What is acted on; null where the argument that names it is absent, no text or too long a list.</returns>
    public static IReadOnlyList<EntityUid>? FindResources(ToolEntry tool, JsonElement arguments)
    {
        if (tool.Resource is not { } mapping)
        {
            return [tool.Id.ToolsetEntity];
        }

        List<JsonElement> found = [.. mapping.Pattern.Select(arguments)];
        if (found is [{ ValueKind: JsonValueKind.String } one])
        {
            return [new EntityUid(mapping.Type, one.GetString()!)];
        }

        if (found is [{ ValueKind: JsonValueKind.Array } array])
        {
            if (array.GetArrayLength() > MaxResources)
            {
                return null;
            }

            found = [.. array.EnumerateArray()];
        }

        return found.Count > 0 && found.TrueForAll(static element => element.ValueKind == JsonValueKind.String)
            ? [.. found.Select(element => new EntityUid(mapping.Type, element.GetString()!)).Distinct()]
            : null;
    }
}
