using System.Globalization;
using System.Text;

namespace AgentGuard.Benchmarks.Guard;

/// <summary>A bundle of any size, in a folder of its own: a treasury's policies, and those of other departments' tools around them.</summary>
internal sealed class GuardBundle : IDisposable
{
    private const string Treasury = """
        @id("treasurers") permit (principal is User, action in Action::"money", resource is Account)
        when { principal.roles.contains("treasurer") && context.input.amount <= 5000 };
        @id("treasury-bot") permit (principal == Agent::"treasury-bot", action in Action::"money", resource)
        when { context.delegation.root is User };
        @id("readers") permit (principal, action in Action::"read_only", resource);
        @id("approvers") permit (principal in Group::"finance", action == Action::"agentguard.approve", resource);
        @id("large-transfer") @advice("transfers over 5000 are for the CFO")
        forbid (principal, action == Action::"payments.transfer", resource)
        when { context.input.amount > 5000 } unless { principal is User && principal.roles.contains("cfo") };
        @id("untrusted-payee") @advice("the payee's account comes from a text that is not trusted")
        forbid (principal, action == Action::"payments.transfer", resource)
        when { context.origin.to.contains("untrusted") };
        @id("runaway") forbid (principal, action, resource)
        when { context.history.calls > 10000000 };
        @id("demo") forbid (principal, action in Action::"money", resource)
        when { context.session has purpose && context.session.purpose == "demo" };
        @id("no-agent-deletes") forbid (principal is Agent, action in Action::"destructive", resource);
        @id("mask-cards") @redact_result("/cards/*/number") forbid (principal, action == Action::"crm.read", resource)
        unless { principal has pciCleared && principal.pciCleared };

        """;

    private const int TreasuryPolicies = 10;

    /// <summary>Writes a bundle.</summary>
    /// <param name="policies">How many policies it has, at least 10.</param>
    public GuardBundle(int policies)
    {
        int others = policies - TreasuryPolicies;
        ArgumentOutOfRangeException.ThrowIfNegative(others, nameof(policies));
        Folder = Directory.CreateTempSubdirectory("agentguard-benchmark-").FullName;
        StringBuilder text = new(Treasury);
        for (int i = 0; i < others; i++)
        {
            text.AppendLine(Other(i));
        }

        File.WriteAllText(Path.Combine(Folder, "policies.cedar"), text.ToString());
        File.WriteAllText(Path.Combine(Folder, "tools.json"), Catalog(others));
        File.WriteAllText(Path.Combine(Folder, "entities.json"), Entities);
    }

    public string Folder { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Entities => $$"""
        [ { "uid": { "type": "User", "id": "alice" }, "attrs": { "roles": ["treasurer", "employee"] }, "parents": [{ "type": "Group", "id": "finance" }] },
          { "uid": { "type": "Group", "id": "finance" }, "attrs": {}, "parents": [{ "type": "Group", "id": "everyone" }] },
          {{string.Join(",\n  ", Enumerable.Range(0, 50).Select(static i => string.Create(
              CultureInfo.InvariantCulture,
              $$"""{ "uid": { "type": "User", "id": "user{{i}}" }, "attrs": { "roles": ["role{{i % 20}}", "employee"] }, "parents": [{ "type": "Group", "id": "everyone" }] }""")))}} ]
        """;

    /// <summary>Three policies a tool: who may, which agent may, and what nobody may.</summary>
    private static string Other(int index)
    {
        string number = (index % 20).ToString(CultureInfo.InvariantCulture);
        return (index % 3) switch
        {
            0 => $$"""permit (principal is User, action == Action::"{{Tool(index)}}", resource) when { principal.roles.contains("role{{number}}") && context.input.count <= 100 };""",
            1 => $$"""permit (principal == Agent::"bot{{number}}", action == Action::"{{Tool(index)}}", resource) when { context.delegation.depth <= 3 };""",
            _ => $$"""forbid (principal, action == Action::"{{Tool(index)}}", resource) when { context.input.count > 50 } unless { principal has isLead && principal.isLead };""",
        };
    }

    private static string Tool(int index) => string.Create(CultureInfo.InvariantCulture, $"department{index % 7}.tool{index / 3}");

    private static string Catalog(int others) => $$"""
        { "tools": {
          "payments.transfer": { "groups": ["money"], "resource": { "type": "Account", "argument": "/to" }, "arguments": { "/to": { "kind": "account" } } },
          {{string.Concat(Enumerable.Range(0, others).Select(Tool).Distinct().Select(static tool => $$"""
          "{{tool}}": { "groups": ["office"] },

          """))}}
          "files.delete": { "groups": ["destructive"] },
          "crm.read": { "groups": ["read_only"] } } }
        """;
}
