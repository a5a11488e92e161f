using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Where a value stands that policies read and somebody could change. What is past, or the guard's own, is no such place.</summary>
/// <param name="Kind">What it belongs to.</param>
/// <param name="Pointer">JSON Pointer (RFC 6901) of the value in there.</param>
/// <param name="Owner">The principal that it is an attribute of; null for other kinds.</param>
internal sealed record Place(PlaceKind Kind, string Pointer, EntityUid? Owner = null)
{
    // As deep as arguments may be nested, and pointers reach.
    private const int MaxNames = JsonText.MaxDepth;

    /// <summary>Read anew each time: what a record keeps makes it differ from its equals.</summary>
    public IReadOnlyList<string> Tokens => JsonPointerPattern.Parse(Pointer).Tokens;

    /// <summary>What explanations call it: <c>amount</c>, <c>alice's roles</c>, <c>environment.stage</c>.</summary>
    public string Name => Kind switch
    {
        PlaceKind.Argument => Path,
        PlaceKind.Principal => $"{Owner!.Id}'s {Path}",
        _ => $"{Kind.ToString().ToLowerInvariant()}.{Path}",
    };

    public string Path => string.Join('.', Tokens);

    /// <summary>The place that an expression reads; null where it reads something else.</summary>
    public static Place? Of(Expression expression, EntityUid principal)
    {
        Stack<string> names = [];
        while (expression is GetAttributeExpression get)
        {
            names.Push(get.Attribute);
            expression = get.Target;
        }

        List<string> path = [.. names];
        return expression is not VariableExpression variable || path.Count > MaxNames ? null : (variable.Variable, path) switch
        {
            (Variable.Principal, [_, ..]) => new Place(PlaceKind.Principal, ToPointer(path), principal),
            (Variable.Context, ["input", _, ..]) => new Place(PlaceKind.Argument, ToPointer(path[1..])),
            (Variable.Context, ["origin", _]) => new Place(PlaceKind.Origin, ToPointer(path[1..])),
            (Variable.Context, ["session", not ("id" or "tenant"), ..]) => new Place(PlaceKind.Session, ToPointer(path[1..])),
            (Variable.Context, ["environment", _, ..]) => new Place(PlaceKind.Environment, ToPointer(path[1..])),
            _ => null,
        };
    }

    public bool IsWithin(Place other) =>
        Kind == other.Kind && Equals(Owner, other.Owner) && (Pointer == other.Pointer || Pointer.StartsWith(other.Pointer + "/", StringComparison.Ordinal));

    private static string ToPointer(List<string> path) => string.Concat(path.Select(static name => $"/{JsonPointer.Escape(name)}"));
}
