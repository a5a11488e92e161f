using System.Diagnostics.CodeAnalysis;

namespace AgentGuard;

/// <summary>Arguments that fit their tool, or why the call is denied.</summary>
internal sealed class BindResult
{
    private BindResult(BoundArguments? arguments, string? reason, string? message, string? modelMessage)
    {
        Arguments = arguments;
        Reason = reason;
        Message = message;
        ModelMessage = modelMessage;
    }

    /// <summary>The arguments; null if the call is denied.</summary>
    public BoundArguments? Arguments { get; }

    /// <summary>One of <see cref="DenyReasons"/>.</summary>
    public string? Reason { get; }

    /// <summary>What operators read. It names places, never values.</summary>
    public string? Message { get; }

    /// <summary>What the model may read.</summary>
    public string? ModelMessage { get; }

    /// <summary>Whether the arguments fit.</summary>
    [MemberNotNullWhen(true, nameof(Arguments))]
    [MemberNotNullWhen(false, nameof(Reason), nameof(Message), nameof(ModelMessage))]
    public bool IsBound => Arguments is not null;

    /// <summary>They fit.</summary>
    public static BindResult Bound(BoundArguments arguments) => new(arguments, null, null, null);

    /// <summary>The model wrote what the tool does not take.</summary>
    public static BindResult InvalidArguments(string message) => new(null, DenyReasons.InvalidArguments, message, message);

    /// <summary>The tool's author wrote what nobody can understand; nothing that the model could mend.</summary>
    public static BindResult InvalidToolSchema(string message) =>
        new(null, DenyReasons.InvalidToolSchema, message, "the tool's schema cannot be understood");
}
