using AgentGuard.Cedar.Ast;

namespace AgentGuard;

/// <summary>Gives every policy of a bundle an id of its own: what it says with <c>@id</c>, else where it stands.</summary>
internal sealed class PolicyNames(BundleDiagnostics diagnostics)
{
    private const int MaxLength = 200;

    private readonly Dictionary<string, string> _positions = [];

    /// <summary>The policies under their ids, in their order.</summary>
    public IReadOnlyList<Policy> Assign(IReadOnlyList<Policy> policies)
    {
        string?[] ids = [.. policies.Select(ReadId)];
        return [.. policies.Select((policy, i) => policy with { Id = ids[i] ?? PlaceOf(policy) })];
    }

    /// <summary>File and line, <c>treasury.cedar:5</c>.</summary>
    public static string Position(Policy policy) =>
        FormattableString.Invariant($"{policy.Source.Name}:{policy.Source.GetPosition(policy.Span.Start).Line}");

    private string? ReadId(Policy policy)
    {
        if (policy.Annotations.FirstOrDefault(annotation => annotation.Name == KnownAnnotations.Id) is not { } annotation)
        {
            return null;
        }

        string id = annotation.Value;
        if (id.Length is 0 or > MaxLength || id.Trim() != id || !VisibleText.Is(id))
        {
            diagnostics.Error(policy.Source, annotation.Span, $"{Quoted.Text(id)} cannot name a policy", $"write up to {MaxLength} visible characters, without spaces around them");
            return null;
        }

        if (_positions.TryAdd(id, Position(policy)))
        {
            return id;
        }

        diagnostics.Error(policy.Source, annotation.Span, $"{Quoted.Text(id)} names two policies", $"the other one is at {_positions[id]}");
        return null;
    }

    private string PlaceOf(Policy policy)
    {
        string position = Position(policy);
        if (!_positions.TryAdd(position, position))
        {
            // Another policy starts on the same line, or bears this place as its id.
            position = FormattableString.Invariant($"{position}:{policy.Source.GetPosition(policy.Span.Start).Column}");
            _positions.TryAdd(position, position);
        }

        return position;
    }
}
