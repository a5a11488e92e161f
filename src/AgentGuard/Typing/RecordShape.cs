namespace AgentGuard;

/// <summary>An object.</summary>
/// <param name="Attributes">What its schema declares, in no order.</param>
/// <param name="WhyOpen">Why there may be names that the schema does not declare, to follow the place; null where there are none.</param>
internal sealed record RecordShape(IReadOnlyDictionary<string, ArgumentAttribute> Attributes, string? WhyOpen) : ArgumentShape
{
    public override string Words => "an object";

    /// <summary>An object of which nothing is known.</summary>
    public static RecordShape Unknown(string why) => new(new Dictionary<string, ArgumentAttribute>(), why);
}
