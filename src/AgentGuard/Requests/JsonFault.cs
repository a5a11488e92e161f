namespace AgentGuard;

/// <summary>Why a text is not taken as JSON.</summary>
/// <param name="Offset">Where, in bytes.</param>
/// <param name="Message">What is wrong there; it quotes nothing of the text.</param>
/// <param name="IsSyntax">Whether the text cannot be read on, so that no pointer leads to the place.</param>
internal readonly record struct JsonFault(int Offset, string Message, bool IsSyntax = false);
