using System.Collections;
using System.Text.Json;

namespace AgentGuard;

/// <summary>What a tool returned: the framework's own object, and every form in which it would leave.</summary>
public sealed class ToolResult
{
    /// <summary>Hands a result to the guard.</summary>
    /// <param name="value">The framework's own object, passed on as it is where nothing has to be changed.</param>
    /// <param name="forms">Every form of it: text as a JSON string, structured content as it is. All that leaves must be here.</param>
    /// <param name="isError">Whether the tool says that it failed. It may have acted all the same.</param>
    public ToolResult(object? value, IReadOnlyList<JsonElement> forms, bool isError = false)
    {
        ArgumentNullException.ThrowIfNull(forms);
        Value = value;
        Forms = forms;
        IsError = isError;
    }

    /// <summary>The framework's own object; null once <see cref="IsChanged"/>.</summary>
    public object? Value { get; }

    /// <summary>Every form of the result, in the order in which the adapter gave them.</summary>
    public IReadOnlyList<JsonElement> Forms { get; }

    /// <summary>Whether the tool says that it failed.</summary>
    public bool IsError { get; }

    /// <summary>Whether obligations changed it: the adapter builds its reply from <see cref="Forms"/>.</summary>
    public bool IsChanged { get; private init; }

    /// <summary>Whether <see cref="Forms"/> hold all that leaves.</summary>
    public bool IsReadable { get; private init; } = true;

    /// <summary>Whether whoever reads the result sees what is in no form of it.</summary>
    internal bool HoldsMore => Forms.Count == 0 && (!IsReadable || Value is not (null or "" or ICollection { Count: 0 }));

    /// <summary>A result whose forms cannot be told: it passes where nothing has to be redacted, and is withheld elsewhere.</summary>
    /// <param name="value">The framework's own object.</param>
    /// <param name="seen">What it says all the same, where origins can be told from that; null or empty if nobody can say.</param>
    /// <returns>The result.</returns>
    public static ToolResult Unreadable(object? value, IReadOnlyList<JsonElement>? seen = null) => new(value, seen ?? []) { IsReadable = false };

    internal ToolResult WithForms(IReadOnlyList<JsonElement> forms) => new(null, forms, IsError) { IsChanged = true };
}
