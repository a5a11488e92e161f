using static AgentGuard.Principal;

namespace AgentGuard.Benchmarks.Guard;

/// <summary>
/// A whole call: request and snapshot, from JSON text and from .NET values in turn, binding, the decision for a user and her agent,
/// history, audit, a tool that does nothing, and the end of the call. A session is given up after one round, or never.
/// </summary>
internal sealed class GuardedCall : Benchmark
{
    private readonly Call _call;
    private readonly int _earlierCalls;
    private readonly GuardBundle _bundle;
    private readonly ToolCallGuard _guard;
    private readonly ToolBody _tool;
    private AgentScope? _scope;
    private int _calls;

    /// <param name="call">What is called.</param>
    /// <param name="policies">How many policies the bundle has.</param>
    /// <param name="earlierCalls">How many calls the session has made before, and then it goes on; 0 for a fresh session each round.</param>
    public GuardedCall(Call call, int policies, int earlierCalls = 0)
        : base(earlierCalls > 0 ? "long session" : call.Name, policies)
    {
        _call = call;
        _earlierCalls = earlierCalls;
        _bundle = new GuardBundle(policies);
        _guard = ToolCallGuard.FromPolicies(_bundle.Folder, static options => options.ReloadOnChange = false);
        _tool = (_, _) => ValueTask.FromResult(new ToolResult(null, [_call.Result(_calls)]));
    }

    public override int Operations => 500;

    public override void Verify()
    {
        for (int i = 0; i < Math.Max(_earlierCalls, Operations); i++)
        {
            ToolCallOutcome outcome = Invoke(i % Operations);
            if (outcome.Status != _call.Expected || outcome.Result?.IsChanged == !_call.IsRedacted)
            {
                throw new WrongAnswerException($"{Name}-{Policies}, call {i}: expected {_call.Expected}, found {outcome.Status}: {outcome.Decision.Explain()}");
            }
        }
    }

    public override void Run(int operation) => Invoke(operation);

    public override void Dispose()
    {
        _scope?.Dispose();
        _guard.Dispose();
        _bundle.Dispose();
        base.Dispose();
    }

    private ToolCallOutcome Invoke(int operation)
    {
        if (_scope is null || (operation == 0 && _earlierCalls == 0))
        {
            // In a flow of its own: the scopes of several benchmarks are open at once.
            ExecutionContext.Run(ExecutionContext.Capture()!, static benchmark => ((GuardedCall)benchmark!).BeginSession(), this);
        }

        _calls++;
        ToolCallRequest request = new()
        {
            Tool = _call.Tool,
            Arguments = operation % 2 == 0 ? ToolArguments.FromJson(_call.Json) : ToolArguments.From(_call.Arguments),
            Scope = _scope,
        };
        ValueTask<ToolCallOutcome> outcome = _guard.InvokeAsync(request, _tool);
        return outcome.IsCompletedSuccessfully ? outcome.Result : outcome.AsTask().GetAwaiter().GetResult();
    }

    private void BeginSession()
    {
        _scope?.Dispose();
        _scope = AgentScope.Begin(GuardSession.Create("acme"), User("alice"), Agent("treasury-bot"));
        _scope.Session.UserSaid("Pay the ACME invoice 2026-117: 250 EUR to DE89 3704 0044 0532 0130 00.");
    }
}
