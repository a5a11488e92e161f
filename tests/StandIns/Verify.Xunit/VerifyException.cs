namespace VerifyTests;

/// <summary>The text differs from what was accepted, or nothing was accepted yet.</summary>
internal sealed class VerifyException(string message) : Exception(message)
{
    /// <summary>The way into this library says nothing about the difference.</summary>
    public override string StackTrace => "";
}
