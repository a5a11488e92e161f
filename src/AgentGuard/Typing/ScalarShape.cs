namespace AgentGuard;

/// <summary>A value without parts.</summary>
/// <param name="Type">Cedar's name of its type.</param>
/// <param name="Name">What people call it.</param>
internal sealed record ScalarShape(string Type, string Name) : ArgumentShape
{
    public static ScalarShape Boolean { get; } = new("Bool", "true or false");

    public static ScalarShape Long { get; } = new("Long", "a whole number");

    public static ScalarShape Decimal { get; } = new("decimal", "a number with decimals");

    public static ScalarShape String { get; } = new("String", "text");

    public override string Words => Name;
}
