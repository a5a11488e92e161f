using AgentGuard.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel.Tests;

/// <summary>A guarded kernel with a scope, an audit log and functions that note what their bodies got.</summary>
internal sealed class GuardedKernel : IDisposable
{
    public const string Policies = """
        @id("any") permit (principal, action, resource);
        @id("small") @advice("only small sums") forbid (principal, action == Action::"payments.transfer", resource) when { context.input.amount > 1000 };
        @id("held") @approval("finance") @advice("a large one needs a yes") forbid (principal, action == Action::"payments.hold", resource);
        @id("mask-card") @redact_result("/number") forbid (principal, action in Action::"cards", resource);
        @id("no-delete") @advice("nothing is deleted here") forbid (principal, action == Action::"files.delete", resource);
        @id("no-agent") forbid (principal == Agent::"intern", action, resource);
        """;

    public const string Tools = """
        { "tools": {
            "payments.transfer": { "groups": ["money"] }, "payments.hold": { "groups": ["money"] },
            "accounts.pay": { "arguments": { "/to": { "kind": "account" } } },
            "card.read": { "groups": ["cards"] }, "card.stream": { "groups": ["cards"] }, "card.fail": { "groups": ["cards"] }, "card.wait": { "groups": ["cards"] },
            "mail.read": {}, "mail.again": {}, "mail.all": {}, "mail.odd": {}, "mail.send": {}, "mail.typed": {}, "mail.list": {}, "mail.stream": {}, "mail.fail": {},
            "shop.order": {}, "agents.research": {}, "files.delete": {} } }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("agentguard-sk-").FullName;

    public GuardedKernel(Action<IKernelBuilder>? configure = null, string policies = Policies, string tools = Tools, ScriptedChatClient? model = null)
    {
        File.WriteAllText(Path.Combine(_folder, "policy.cedar"), policies);
        File.WriteAllText(Path.Combine(_folder, "tools.json"), tools);
        Guard = ToolCallGuard.FromPolicies(_folder, options =>
        {
            options.AuditStore = Audit;
            options.ReloadOnChange = false;
        });
        IKernelBuilder builder = Kernel.CreateBuilder();
        if (model is not null)
        {
            builder.Services.AddSingleton(services => ((IChatClient)model).AsBuilder().UseKernelFunctionInvocation().Build(services));
        }

        builder.AddAgentGuard(Guard);
        configure?.Invoke(builder);
        Kernel = builder.Build();
        Scope = AgentScope.Begin(Principal.User("alice"), Principal.Agent("bot"));
    }

    public string Folder => _folder;

    public ToolCallGuard Guard { get; }

    public InMemoryAuditStore Audit { get; } = new();

    public Kernel Kernel { get; }

    public AgentScope Scope { get; private set; }

    /// <summary>What bodies saw, in order.</summary>
    public List<string> Ran { get; } = [];

    /// <summary>The decisions that were made, and how each ended.</summary>
    public IEnumerable<AuditEntry> Decided => Audit.Entries.DistinctBy(entry => entry.DecisionId);

    public KernelFunction Transfer => Function("payments", "transfer", (string to, long amount) => Run($"{amount} to {to}"));

    /// <summary>Adds a function, as a plugin would.</summary>
    public KernelFunction Function(string plugin, string name, Delegate body)
    {
        KernelFunction function = KernelFunctionFactory.CreateFromMethod(body, name);
        if (Kernel.Plugins.TryGetPlugin(plugin, out KernelPlugin? old))
        {
            Kernel.Plugins.Remove(old);
        }

        KernelPlugin added = KernelPluginFactory.CreateFromFunctions(plugin, [.. old?.Where(other => other.Name != name) ?? [], function]);
        Kernel.Plugins.Add(added);
        return added[name];
    }

    public string Run(string note)
    {
        lock (Ran)
        {
            Ran.Add(note);
        }

        return note;
    }

    public void Dispose()
    {
        Scope.Dispose();
        Guard.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
