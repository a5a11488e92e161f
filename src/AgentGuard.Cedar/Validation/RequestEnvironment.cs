using AgentGuard.Cedar.Schema;

namespace AgentGuard.Cedar.Validation;

/// <summary>A kind of request that the schema allows: an action with a type of principal and of resource.</summary>
internal readonly record struct RequestEnvironment(string Principal, ActionDefinition Action, string Resource)
{
    /// <summary>All kinds of requests, one at a time: there may be very many.</summary>
    public static IEnumerable<RequestEnvironment> All(CedarSchema schema) =>
        from action in schema.ActionDefinitions
        from principal in action.Principals
        from resource in action.Resources
        select new RequestEnvironment(principal, action, resource);
}
