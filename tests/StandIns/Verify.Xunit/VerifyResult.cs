namespace VerifyTests;

/// <summary>What was compared.</summary>
public class VerifyResult
{
    internal VerifyResult(string text) => Text = text;

    /// <summary>The text, with line feeds alone.</summary>
    public string Text { get; }
}
