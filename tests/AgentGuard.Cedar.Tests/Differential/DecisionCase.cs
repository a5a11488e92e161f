using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Tests.Evaluation;
using AgentGuard.Cedar.Values;
using FsCheck;
using FsCheck.Fluent;

namespace AgentGuard.Cedar.Tests.Differential;

/// <summary>Policies, some of them linked to templates, and requests. They are sent as text or as JSON.</summary>
internal sealed record DecisionCase(PolicyStore Store, EntityStore Entities, IReadOnlyList<CedarRequest> Requests, bool AsJson)
{
    public static Gen<DecisionCase> Any { get; } =
        from policies in AnyPolicy.Sets
        from entities in AnyPolicy.Entities
        from requests in AnyPolicy.Requests.ListOf(4)
        from choices in Gen.Choose(0, 5).ListOf(24)
        from users in AnyPolicy.Users.ListOf(24)
        from asJson in Gen.Elements(true, false)
        select new DecisionCase(Templates([.. policies], [.. choices], [.. users]), entities, [.. requests], asJson);

    /// <summary>The argument of the package's `isAuthorized`.</summary>
    public string ToJson(CedarRequest request)
    {
        JsonObject templates = [];
        foreach (PolicyTemplate template in Store.Templates)
        {
            templates.Add(template.Id, AsJson ? JsonNode.Parse(CedarPolicyJson.Write(template)) : CedarPrinter.Print(template));
        }

        JsonObject policies = [];
        JsonArray links = [];
        foreach (Policy policy in Store.Policies)
        {
            if (policy.Link is not { } link)
            {
                policies.Add(policy.Id, AsJson ? JsonNode.Parse(CedarPolicyJson.Write(policy)) : CedarPrinter.Print(policy));
                continue;
            }

            JsonObject values = [];
            Add(values, "?principal", link.Principal);
            Add(values, "?resource", link.Resource);
            links.Add(new JsonObject { ["templateId"] = link.TemplateId, ["newId"] = policy.Id, ["values"] = values });
        }

        return new JsonObject
        {
            ["principal"] = Uid(request.Principal),
            ["action"] = Uid(request.Action),
            ["resource"] = Uid(request.Resource),
            ["context"] = JsonNode.Parse(CedarJson.WriteValue(request.Context)),
            ["policies"] = new JsonObject { ["staticPolicies"] = policies, ["templates"] = templates, ["templateLinks"] = links },
            ["entities"] = JsonNode.Parse(CedarJson.WriteEntities(Entities)),
        }.ToJsonString();
    }

    /// <summary>Some heads that name an entity become slots with that entity as their value, and some templates are linked twice.</summary>
    private static PolicyStore Templates(Policy[] policies, int[] choices, EntityUid[] users)
    {
        PolicyStore store = new();
        for (int i = 0; i < policies.Length; i++)
        {
            Policy policy = policies[i];
            Scope principal = choices[i] % 2 == 0 ? Open(policy.Principal) : policy.Principal;
            Scope resource = choices[i] % 3 == 0 ? Open(policy.Resource) : policy.Resource;
            if (!principal.HasSlot && !resource.HasSlot)
            {
                store.Add(policy);
                continue;
            }

            string id = $"t{i}";
            store.Add(new PolicyTemplate(policy with { Id = id, Principal = principal, Resource = resource }));
            store.Link(id, policy.Id, principal.HasSlot ? policy.Principal.Entities[0] : null, resource.HasSlot ? policy.Resource.Entities[0] : null);
            if (choices[i] == 0)
            {
                store.Link(id, $"{policy.Id} again", principal.HasSlot ? users[i] : null, resource.HasSlot ? users[^(i + 1)] : null);
            }
        }

        return store;
    }

    private static Scope Open(Scope scope) => scope.Constraint switch
    {
        ScopeConstraint.Equal => scope with { Constraint = ScopeConstraint.EqualSlot, Entities = [] },
        ScopeConstraint.In => scope with { Constraint = ScopeConstraint.InSlot, Entities = [] },
        ScopeConstraint.IsIn => scope with { Constraint = ScopeConstraint.IsInSlot, Entities = [] },
        _ => scope,
    };

    private static void Add(JsonObject values, string slot, EntityUid? value)
    {
        if (value is not null)
        {
            values.Add(slot, Uid(value));
        }
    }

    private static JsonObject Uid(EntityUid uid) => new() { ["type"] = uid.Type, ["id"] = uid.Id };
}
