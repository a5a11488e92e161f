using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Validation;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// Compares the policies of a bundle with the tools that are registered. All of it happens when a bundle is loaded or tools are registered,
/// nothing when a call is decided.
/// </summary>
internal sealed class BundleTyping
{
    private readonly ToolCatalog _catalog;
    private readonly GuardSchema? _schema;
    private readonly IReadOnlyCollection<ToolDefinition> _tools;
    private readonly ActionReach _reach;
    private readonly BundleDiagnostics _diagnostics;

    private BundleTyping(
        ToolCatalog catalog, IReadOnlyList<HistoryFact> facts, IReadOnlyList<TemporalCondition> conditions, DeployerSchema? schema, IReadOnlyCollection<ToolDefinition> tools, BundleDiagnostics diagnostics)
    {
        _catalog = catalog;
        _tools = tools;
        _diagnostics = diagnostics;
        _schema = schema is null ? null : GuardSchema.Of(schema, catalog, facts, conditions, tools);
        _reach = new ActionReach(catalog, tools.Select(tool => tool.Id));
    }

    /// <summary>Adds what there is to say.</summary>
    /// <param name="policies">The policies, in their order.</param>
    /// <param name="catalog">The catalog.</param>
    /// <param name="facts">What is declared about the history.</param>
    /// <param name="conditions">The temporal conditions.</param>
    /// <param name="schema">The deployer's part of the schema; null where names alone are looked at.</param>
    /// <param name="tools">The tools that are registered, each once; nothing is said where there are none.</param>
    /// <param name="diagnostics">Where to.</param>
    public static void Check(
        IReadOnlyList<Policy> policies, ToolCatalog catalog, IReadOnlyList<HistoryFact> facts, IReadOnlyList<TemporalCondition> conditions, DeployerSchema? schema, IReadOnlyCollection<ToolDefinition> tools, BundleDiagnostics diagnostics)
    {
        if (tools.Count > 0)
        {
            FactTypes.Check(facts, tools, diagnostics);
            new BundleTyping(catalog, facts, conditions, schema, tools, diagnostics).Check(policies);
        }
    }

    private void Check(IReadOnlyList<Policy> policies)
    {
        CedarValidator? validator = MakeValidator();
        ActionHeads heads = new(_catalog, _tools, _diagnostics);
        List<PolicyTyping> typed = [];
        HashSet<EntityUid> mentioned = [];
        foreach (Policy policy in policies)
        {
            PolicyReader reader = PolicyReader.Of(policy);
            List<SourceSpan> known = [.. heads.Check(policy, reader)];
            IReadOnlySet<EntityUid> actions = _reach.Of(policy.Action);
            mentioned.UnionWith(actions);
            typed.Add(new PolicyTyping(policy, reader, actions, known));
        }

        if (validator is not null)
        {
            CheckTypes([.. typed.Where(IsOurs)], validator);
        }

        CheckTools(mentioned);
    }

    private CedarValidator? MakeValidator()
    {
        if (_schema is null)
        {
            _diagnostics.Warning(
                new SourceText("", BundleFile.Schema),
                default,
                "the bundle has no schema, so its policies are not type-checked",
                "declare your entity types in it; an empty file will do");
            return null;
        }

        if (_schema.TryBuild(out CedarSchema? schema, out string? error))
        {
            return new CedarValidator(schema);
        }

        _diagnostics.FileError(BundleFile.Schema, $"the schema does not go together with the tools: {error}");
        return null;
    }

    /// <summary>Whether a tool of the policy is known here. Another process has the others, and their schemas.</summary>
    private bool IsOurs(PolicyTyping typing) => typing.Approves || ToolsOf(typing).Any();

    private IEnumerable<RegisteredTool> ToolsOf(PolicyTyping typing) =>
        typing.Actions.Select(action => _schema!.Tools.GetValueOrDefault(action.Id)).OfType<RegisteredTool>();

    /// <summary>All policies are validated at once, so that there is one limit for the work on all of them.</summary>
    private void CheckTypes(IReadOnlyList<PolicyTyping> typed, CedarValidator validator)
    {
        UntypedReads reads = new(_schema!);
        validator.TryValidate(typed.Select(typing => typing.Policy), out IReadOnlyList<Diagnostic> found);
        ILookup<SourceText, Diagnostic> bySource = found.ToLookup(diagnostic => diagnostic.Source);
        foreach (PolicyTyping typing in typed)
        {
            SourceSpan policy = typing.Policy.Span;
            CheckTypes(typing, reads, bySource[typing.Policy.Source].Where(diagnostic => policy.Start <= diagnostic.Span.Start && diagnostic.Span.End <= policy.End));
        }
    }

    private void CheckTypes(PolicyTyping typing, UntypedReads reads, IEnumerable<Diagnostic> found)
    {
        (Policy policy, PolicyReader reader, _, List<SourceSpan> known) = typing;
        List<RegisteredTool> tools = [.. ToolsOf(typing)];
        bool isKnown = tools.Count + (typing.Approves ? 1 : 0) == typing.Actions.Count;
        foreach (Diagnostic diagnostic in reads.Check(policy, reader, tools, isKnown && !typing.Approves))
        {
            _diagnostics.Add(diagnostic);
            known.Add(diagnostic.Span);
        }

        // What is said of a policy as a whole stands at its head.
        SourceSpan head = SourceSpan.Covering(policy.Principal.Span, policy.Resource.Span);
        foreach (Diagnostic diagnostic in found)
        {
            if (known.Any(span => span.Start <= diagnostic.Span.Start && diagnostic.Span.End <= span.End))
            {
                continue; // said already, and better
            }

            bool isAboutAll = diagnostic.Span == head && diagnostic.Severity == DiagnosticSeverity.Warning;
            if (!isAboutAll)
            {
                _diagnostics.Add(typing.Approves ? WhereApproving(diagnostic, reader) : diagnostic);
            }
            else if (isKnown && known.Count == 0)
            {
                // The validator warns of this. Here a forbid that never stops anything was meant to stop something.
                _diagnostics.Error(policy.Source, head, "the policy never matches: what it asks for is false for every call of the tools that it names", "a condition contradicts the head, another condition, or the types of the schema");
            }
        }
    }

    /// <summary>A policy whose head names no action is asked about approvers too, and few authors think of that.</summary>
    private static Diagnostic WhereApproving(Diagnostic diagnostic, PolicyReader reader) =>
        reader.Attributes.Find(read => read.Span == diagnostic.Span) is { Variable: Variable.Context, Path: [string name], IsQuestion: false }
            ? new Diagnostic(
                diagnostic.Severity,
                $"`context.{name}` is not there where `{ActionEntities.Approve}` is decided, which this policy is about too",
                diagnostic.Source,
                diagnostic.Span,
                $"name its actions in the head, or ask first: `context has {name} && …`")
            : diagnostic;

    private void CheckTools(HashSet<EntityUid> mentioned)
    {
        SourceText catalog = new("", BundleFile.Tools);
        foreach (ToolDefinition tool in _tools)
        {
            if (!_catalog.TryFind(tool.Id, out _))
            {
                _diagnostics.Warning(catalog, default, $"the catalog does not name `{tool.Id}`, which is registered: its calls are denied", "add it, with its groups");
            }
            else if (!mentioned.Contains(tool.Id.Action))
            {
                _diagnostics.Warning(catalog, default, $"no policy mentions `{tool.Id}`, by itself or by a group: its calls are denied", "permit it to whom it is for, or take it away");
            }
        }
    }

    /// <summary>A policy, what it names, the actions that its head admits, and where something has been said of it already.</summary>
    private sealed record PolicyTyping(Policy Policy, PolicyReader Reader, IReadOnlySet<EntityUid> Actions, List<SourceSpan> Known)
    {
        public bool Approves => Actions.Contains(ActionEntities.Approve);
    }
}
