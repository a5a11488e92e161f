namespace AgentGuard;

/// <summary>What a value is that may be of one shape or of another.</summary>
/// <param name="Shape">The shape; null where there is no value but null.</param>
/// <param name="IsNullable">Whether it may be null, which policies see as absent.</param>
internal readonly record struct ShapeUnion(ArgumentShape? Shape, bool IsNullable)
{
    public static ShapeUnion Untyped(string reason) => new(new UntypedShape(reason), false);

    public ShapeUnion Or(ShapeUnion other) => new(
        Shape is null ? other.Shape : other.Shape is null ? Shape : Join(Shape, other.Shape),
        IsNullable || other.IsNullable);

    private static ArgumentShape Join(ArgumentShape left, ArgumentShape right) => (left, right) switch
    {
        (UntypedShape, _) => left,
        (_, UntypedShape) => right,
        (ScalarShape, ScalarShape) when left == right => left,
        (SetShape one, SetShape other) => OfElement(Join(one.Element, other.Element)),
        (RecordShape one, RecordShape other) => Join(one, other),
        _ => new UntypedShape($"may be {left.Words} or {right.Words}"),
    };

    /// <summary>A list, by what its elements are.</summary>
    public static ArgumentShape OfElement(ArgumentShape element) =>
        element is UntypedShape untyped ? new UntypedShape($"is a list of which each element {untyped.Reason}") : new SetShape(element);

    private static RecordShape Join(RecordShape left, RecordShape right)
    {
        Dictionary<string, ArgumentAttribute> attributes = [];
        foreach (string name in left.Attributes.Keys.Union(right.Attributes.Keys))
        {
            ArgumentAttribute? one = left.Attributes.GetValueOrDefault(name);
            ArgumentAttribute? other = right.Attributes.GetValueOrDefault(name);
            attributes.Add(name, one is null ? Alone(other!, left) : other is null ? Alone(one, right) : new ArgumentAttribute(
                Join(one.Shape, other.Shape),
                one.IsRequired && other.IsRequired,
                one.IsWritten && other.IsWritten));
        }

        return new RecordShape(attributes, left.WhyOpen ?? right.WhyOpen);
    }

    /// <summary>A name of one alternative only: under the other it is absent, or anything where that one is open.</summary>
    private static ArgumentAttribute Alone(ArgumentAttribute attribute, RecordShape other) => new(
        other.WhyOpen is null ? attribute.Shape : new UntypedShape("may be anything in one of the schema's alternatives"),
        IsRequired: false,
        IsWritten: false);
}
