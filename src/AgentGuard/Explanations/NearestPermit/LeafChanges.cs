using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// What would make one part of a condition come to something else, for one question to the policies. Guesses, most of them good:
/// what is offered to anybody has been tried first.
/// </summary>
internal sealed class LeafChanges(PolicyRound round, PolicySet policies, CedarRequest request, IEntitySource entities)
{
    private const int MaxElements = 4;
    private const int MaxText = 1024;

    public Value? Evaluate(Expression expression) => policies.Evaluate(request, entities, expression);

    /// <summary>The changes that may make a part true or false; none where a sensitive argument is in it.</summary>
    public IEnumerable<Change> Of(Policy policy, Expression part, bool wanted) =>
        IsSensitive(policy, part) ? [] : part switch
        {
            BinaryExpression { Operator: BinaryOperator.Contains } contains => Contains(contains, wanted),
            BinaryExpression { Operator: BinaryOperator.In, Left: VariableExpression { Variable: Variable.Principal } } within when wanted => Within(within.Right),
            BinaryExpression binary when Comparison.Of(binary.Operator) is { } comparison =>
                Compare(binary.Left, wanted ? comparison : comparison.Negated, binary.Right),
            ExtensionCallExpression { Arguments: [var left, var right] } call when Comparison.Of(call.Function) is { } comparison =>
                Compare(left, wanted ? comparison : comparison.Negated, right),
            LikeExpression like => Like(like, wanted),
            HasAttributeExpression has => Has(has, wanted),
            GetAttributeExpression when PlaceOf(part) is { Place: { Kind: not PlaceKind.Origin } place } => [Set(place, wanted, $"{place.Name} = {Shown(wanted)}")],
            _ => [],
        };

    /// <summary>What would bring the head of a policy about this call's principal or resource.</summary>
    public IEnumerable<Change> OfHead(Scope scope, EntityUid uid, bool isPrincipal)
    {
        if (isPrincipal)
        {
            return scope.Constraint is ScopeConstraint.In || (scope.Constraint is ScopeConstraint.IsIn && scope.EntityType == uid.Type)
                ? [Join(scope.Entities[0])]
                : [];
        }

        return scope.Constraint == ScopeConstraint.Equal && Resource() is { } resource && ToArgument(scope.Entities[0], resource.Type) is { } id
            ? [Set(resource.Place, id, $"{resource.Place.Name} = {Shown(id)}")]
            : [];
    }

    /// <summary>What would bring the head of a policy about another resource than this one.</summary>
    public IEnumerable<Change> OfOtherHead(Scope scope) =>
        scope.Constraint == ScopeConstraint.Equal && Resource() is { } resource && ToArgument(scope.Entities[0], resource.Type) is { } id
            ? [Set(resource.Place, Other(id), $"{resource.Place.Name} other than {Shown(id)}")]
            : [];

    private bool IsSensitive(Policy policy, Expression part)
    {
        string text = policy.Source.Text;
        return part.Span.Start < 0 || part.Span.End > text.Length || SensitiveText.IsIn(round.Call, text[part.Span.Start..part.Span.End]);
    }

    private IEnumerable<Change> Compare(Expression left, Comparison comparison, Expression right) =>
        CompareOne(left, comparison, right).Concat(CompareOne(right, comparison.Mirrored, left));

    private IEnumerable<Change> CompareOne(Expression subject, Comparison comparison, Expression other)
    {
        if (PlaceOf(subject) is not ({ Kind: not PlaceKind.Origin } place, var type)
            || Evaluate(other) is not { } bound
            || (type is null ? bound : ToArgument(bound, type)) is not { } value)
        {
            yield break;
        }

        if (comparison.IsEquality)
        {
            yield return comparison.IsNegated
                ? Set(place, Other(value), $"{place.Name} other than {Shown(value)}")
                : Set(place, value, $"{place.Name} = {Shown(value)}");
        }
        else if (comparison.Nearest(value) is { } nearest)
        {
            yield return Set(place, nearest, $"{place.Name} {comparison.Symbol} {Shown(value)}") with { Reach = comparison.IsUpward ? Reach.Up : Reach.Down };
        }
    }

    private IEnumerable<Change> Contains(BinaryExpression contains, bool wanted)
    {
        if (PlaceOf(contains.Left) is (var place, null) && Evaluate(contains.Right) is { } element)
        {
            return (wanted, place.Kind) switch
            {
                (true, PlaceKind.Origin) => Named(place, element) is { } text ? [new Change(place, ChangeKind.Add, element, text)] : [],
                (true, PlaceKind.Principal) when place.Pointer == $"/{GuardAttributes.Grants}" =>
                    [new Change(place, ChangeKind.Add, element, $"a grant {Shown(element)} for {place.Owner!.Id}")],
                (true, _) => [new Change(place, ChangeKind.Add, element, $"{Shown(element)} in {place.Name}")],

                // What a session has seen it cannot unsee.
                (false, PlaceKind.Origin) => [],
                (false, _) => [new Change(place, ChangeKind.Remove, element, $"no {Shown(element)} in {place.Name}")],
            };
        }

        if (PlaceOf(contains.Right) is not ({ Kind: not PlaceKind.Origin } one, var type) || Evaluate(contains.Left) is not { Kind: ValueKind.Set } set)
        {
            return [];
        }

        List<Value> elements =
        [
            .. set.AsSet.Select(value => type is null ? value : ToArgument(value, type)).OfType<Value>().OrderBy(static value => value.ToString(), StringComparer.Ordinal),
        ];
        string all = $"{string.Join(", ", elements.Take(MaxElements).Select(Shown))}{(elements.Count > MaxElements ? ", …" : "")}";
        if (wanted)
        {
            return elements.Take(MaxElements).Select(value => Set(one, value, elements.Count == 1 ? $"{one.Name} = {all}" : $"{one.Name} one of {all}"));
        }

        return elements.Take(1).Select(value => Set(one, Other(value), $"{one.Name} none of {all}"));
    }

    private IEnumerable<Change> Within(Expression groups) => Evaluate(groups) switch
    {
        { Kind: ValueKind.Entity } group => [Join(group.AsEntity)],
        { Kind: ValueKind.Set } several => several.AsSet
            .Where(static group => group.Kind == ValueKind.Entity)
            .OrderBy(static group => group.ToString(), StringComparer.Ordinal)
            .Take(MaxElements)
            .Select(group => Join(group.AsEntity)),
        _ => [],
    };

    private IEnumerable<Change> Like(LikeExpression like, bool wanted)
    {
        if (PlaceOf(like.Target) is not ({ Kind: not PlaceKind.Origin } place, null))
        {
            return [];
        }

        string pattern = Shown((Value)string.Join('*', like.Pattern.Pieces));
        if (wanted)
        {
            return [Set(place, string.Join('x', like.Pattern.Pieces), $"{place.Name} like {pattern}")];
        }

        return Evaluate(like.Target) is { Kind: ValueKind.String } text && text.AsString.Length <= MaxText
            ? new[] { $"{text.AsString}x", $"x{text.AsString}", "x" }.Select(other => Set(place, other, $"{place.Name} not like {pattern}"))
            : [];
    }

    private IEnumerable<Change> Has(HasAttributeExpression has, bool wanted) =>
        Place.Of(new GetAttributeExpression(has.Target, has.Attribute, has.Span), request.Principal) is not { Kind: not PlaceKind.Origin } place ? []
        : wanted ? [new Change(place, ChangeKind.Present, true, "")]
        : [new Change(place, ChangeKind.Clear, true, $"no {place.Name}")];

    private Change Join(EntityUid group) =>
        new(new Place(PlaceKind.Principal, "", request.Principal), ChangeKind.Join, group, $"{request.Principal.Id} in {Shown(group)}");

    private (Place Place, string? Type)? PlaceOf(Expression expression) =>
        expression is VariableExpression { Variable: Variable.Resource } && Resource() is { } resource ? resource
        : Place.Of(expression, request.Principal) is { } place ? (place, null)
        : null;

    /// <summary>The argument that names the resource, where it is one text.</summary>
    private (Place Place, string Type)? Resource() =>
        round.Call is { Resources.Count: 1, HasSensitiveResource: false, Tool.Resource: { } mapping } && !mapping.Pattern.Tokens.Contains(JsonPointerPattern.Any)
            ? (new Place(PlaceKind.Argument, mapping.Argument), mapping.Type)
            : null;

    private static Value? ToArgument(Value entity, string type) =>
        entity is { Kind: ValueKind.Entity } && entity.AsEntity.Type == type ? entity.AsEntity.Id : default(Value?);

    private static Change Set(Place place, Value value, string text) => new(place, ChangeKind.Set, value, text);

    /// <summary>Who can still name an argument; what a tool says is not for anybody to say.</summary>
    private static string? Named(Place place, Value source) =>
        source.Kind == ValueKind.String && source.AsString is SessionOrigins.User or SessionOrigins.Host
            ? $"the {source.AsString} names `{place.Path}`"
            : null;

    /// <summary>A value that is not this one, of its kind.</summary>
    private static Value Other(Value value) => value.Kind switch
    {
        ValueKind.Boolean => !value.AsBoolean,
        ValueKind.String when value.AsString.Length <= MaxText => $"{value.AsString}x",
        ValueKind.String => "x",
        _ => Comparison.Next(value, 1) ?? "other",
    };

    private static string Shown(Value value) => ValueNames.Of(value);
}
