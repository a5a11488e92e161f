namespace AgentGuard;

/// <summary>What an argument means for the call, in the words of the catalog.</summary>
public enum ArgumentRole
{
    /// <summary>The catalog does not say.</summary>
    None,

    /// <summary>Who gets something, <c>"party"</c>: a payee, a recipient.</summary>
    Party,

    /// <summary>What is sent or written, <c>"content"</c>.</summary>
    Content,

    /// <summary>What is acted on, <c>"target"</c>: a file, a record.</summary>
    Target,

    /// <summary>What takes effect as it is, <c>"value"</c>: a password, a permission, a setting.</summary>
    Value,
}
